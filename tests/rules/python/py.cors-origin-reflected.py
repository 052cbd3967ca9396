from flask import Flask, make_response, request

TRUSTED = {"https://shop.example", "https://admin.shop.example"}
app = Flask(__name__)


@app.after_request
def share(response):
    # ruleid: py.cors-origin-reflected
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
    response.headers["Access-Control-Allow-Credentials"] = "true"
    return response


@app.get("/prices")
def prices():
    origin = request.headers["Origin"]
    answer = make_response("[]")
    # ruleid: py.cors-origin-reflected
    answer.headers.add("Access-Control-Allow-Origin", origin)
    return answer


@app.get("/items")
def items():
    # ruleid: py.cors-origin-reflected
    return "[]", 200, {"Access-Control-Allow-Origin": request.environ.get("HTTP_ORIGIN")}


@app.get("/orders")
def orders():
    origin = request.headers.get("Origin")
    answer = make_response("[]")
    if origin in TRUSTED:
        # ok: py.cors-origin-reflected
        answer.headers["Access-Control-Allow-Origin"] = origin
    return answer


@app.get("/news")
def news():
    answer = make_response("[]")
    # ok: py.cors-origin-reflected
    answer.headers["Access-Control-Allow-Origin"] = "https://shop.example"
    return answer


@app.get("/jobs")
def jobs():
    answer = make_response("[]")
    # ok: py.cors-origin-reflected
    answer.headers["X-Origin"] = request.headers.get("Origin")
    return answer


@app.get("/stock")
def stock():
    origin = request.headers.get("Origin")
    answer = make_response("[]")
    if origin_matches(origin, TRUSTED):
        # ok: py.cors-origin-reflected
        answer.headers["Access-Control-Allow-Origin"] = origin
    return answer


@app.get("/offers")
def offers():
    origin = request.headers.get("Origin")
    answer = make_response("[]")
    if is_written(origin):
        # ruleid: py.cors-origin-reflected
        answer.headers["Access-Control-Allow-Origin"] = origin
    return answer
