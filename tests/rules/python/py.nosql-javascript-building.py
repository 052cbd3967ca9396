from bson.code import Code


def by_name(collection, name):
    # ruleid: py.nosql-javascript-building
    return collection.find({"$where": f"this.name == '{name}'"})


def over(collection, limit):
    # ruleid: py.nosql-javascript-building
    return collection.find({"$where": "this.total > " + limit})


def mapper(field):
    # ruleid: py.nosql-javascript-building
    return Code("function() { emit(this.%s, 1); }" % field)


def constant(collection):
    # ok: py.nosql-javascript-building
    return collection.find({"$where": "this.name == this.mail"})


def number(collection, limit: int):
    # ok: py.nosql-javascript-building
    return collection.find({"$where": f"this.total > {limit}"})


def operators(collection, name):
    # ok: py.nosql-javascript-building
    return collection.find({"name": f"{name}"})
