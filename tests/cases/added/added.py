def added(db):
    from flask import request
    import hashlib
    mark = hashlib.md5(b"")
    db.execute("SELECT " + request.args["q"])
