"""A Flask application with the emitted headers and receiver of a folder. Called as: flask_site.py FOLDER PORT"""
import sys

from flask import Flask
from werkzeug.serving import make_server

folder, port = sys.argv[1:]
sys.path.insert(0, folder)
import headstrong_headers  # noqa: E402
import headstrong_reports  # noqa: E402

app = Flask("site", static_folder=folder + "/static", static_url_path="/static")


@app.get("/")
def page():
    return open(folder + "/page.html", encoding="utf-8").read()


@app.errorhandler(404)
def missing(error):
    return "no such page", 404


headstrong_headers.init_app(app)
headstrong_reports.init_app(app)
make_server("127.0.0.1", int(port), app, threaded=True).serve_forever()
