"""The blueprints of the staff side: the desk (worklist, people) and one person's record."""

from app.web.pages import Pages

pages = Pages("provider", __name__, url_prefix="/team")
record = Pages("record", __name__, url_prefix="/team/patients/<patient_id>")
