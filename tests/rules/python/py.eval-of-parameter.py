import ast
import sys


def calculate(expression):
    # ruleid: py.eval-of-parameter
    return eval(expression)


def stripped(text: str):
    text = text.strip()
    # ruleid: py.eval-of-parameter
    return eval(text)


def from_the_command_line():
    # ruleid: py.eval-of-parameter
    print(eval(sys.argv[1]))


def on_a_terminal():
    # ruleid: py.eval-of-parameter
    return eval(input("expression: "))


def literal(text):
    # ok: py.eval-of-parameter
    return ast.literal_eval(text)


def with_names(expression, names):
    # ok: py.eval-of-parameter
    return eval(expression, {"__builtins__": {}}, names)


def compiled(expression):
    # ok: py.eval-of-parameter
    return eval(compile(expression, "rule", "eval"))


def number(amount: int):
    # ok: py.eval-of-parameter
    return eval(amount)


def constant():
    # ok: py.eval-of-parameter
    return eval("1 + 1")
