"""The blueprint of every screen about one person, on that person's (or their helper's) phone."""

from app.web.pages import Pages

pages = Pages("patient", __name__, url_prefix="/patients/<patient_id>")
