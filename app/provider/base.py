"""The blueprints of the staff side: the desk (worklist, people), one person's record, and looking after privacy."""

from app.web.pages import Pages

pages = Pages("provider", __name__, url_prefix="/team")
privacy = Pages("privacy", __name__, url_prefix="/team/privacy")
record = Pages("record", __name__, url_prefix="/team/patients/<patient_id>")
