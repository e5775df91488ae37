"""Open311 GeoReport v2: any city's app may report a concern here and follow public ones."""
