"""What makes the site an app: manifest, worker, what works offline; and the component gallery."""

from app.pwa import gallery as gallery
from app.pwa import views as views
