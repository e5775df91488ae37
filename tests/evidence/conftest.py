from importlib.util import find_spec

from hypothesis import settings

from tests.evidence.realdata import is_there

# Machines differ; a slow one must not fail a property that holds.
settings.register_profile("evidence", deadline=None)
settings.load_profile("evidence")

collect_ignore = []
if not is_there("apisrs.csv", "apistrat.csv", "apiclus1.csv"):
    collect_ignore.append("surveys/test_api_samples.py")
if not is_there("chicago_be_month1.csv.gz"):
    collect_ignore.append("places/test_chicago.py")
if not is_there("vancouver_crime_2020_2024.csv.gz"):
    collect_ignore += ["places/test_vancouver.py", "effects/test_vancouver_shams.py"]
if find_spec("ibis") is None:
    collect_ignore.append("counts/test_rows.py")
if find_spec("ibis") is None or find_spec("pyspark") is None:
    collect_ignore.append("counts/test_spark.py")
