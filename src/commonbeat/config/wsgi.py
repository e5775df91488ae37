"""The door for the HTTP server. What live screens and many apps ask is answered before Django."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonbeat.config.settings")
_pages = get_wsgi_application()
# Every page is imported before the first request, which would wait a second for it otherwise, and
# all that come meanwhile behind it.
import_string("commonbeat.config.urls.urlpatterns")
# By name: what it reads from can only be imported once Django is set up.
_listed = import_string("commonbeat.portals.machines.concerns.public_list.PublicList")(_pages)
application = import_string("commonbeat.portals.partners.stamps.LiveStamps")(_listed)
