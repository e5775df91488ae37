"""Files of calls for service: read, checked row by row, and kept in bulk.

reading → a file's rows, whatever its packing, encoding or damage
mapping → which column holds what, from a TOML file
times, points, rows → a chunk of rows becomes a batch of good calls and a list of problems
storing → a batch goes into the database by its bulk road
loading → a whole file, chunk by chunk, each through the action
"""
