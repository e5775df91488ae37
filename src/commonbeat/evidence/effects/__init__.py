"""Did it work: what changed where something was done, against where nothing was done."""
