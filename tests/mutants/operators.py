"""Small faults for one function after another: what a tired programmer, or a bad merge, would leave behind.

Only what decides is changed: texts of messages, annotations and docstrings stay, since no person loses or
gains a file by them.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}
_PLAIN = {"lower", "strip", "casefold", "rstrip", "lstrip", "fullmatch"}
_DROPPED: dict[type[ast.stmt], str] = {ast.Raise: "raise", ast.AugAssign: "assignment"}
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small fault.

    Attributes:
        function: Qualified name of the outermost function that it is in.
        code: That function's code with the fault.
    """

    path: str
    function: str
    line: int
    fault: str
    code: CodeType

    @property
    def name(self) -> str:
        """By which it is told and found again."""
        return f"{self.path}:{self.line} {self.function}: {self.fault}"


@dataclass(frozen=True, slots=True)
class _Place:
    parent: ast.AST
    field: str
    index: int | None

    def put(self, node: object) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def mutants(path: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a file, in the order of its lines."""
    for statement in ast.parse(source).body:
        # What stands beside it in the file changes nothing in a function's code, and takes long to compile.
        alone = ast.Module(body=[statement], type_ignores=[])
        for function, node in _functions(alone, ""):
            yield from _of_function(path, alone, function, node)


def _of_function(
    path: str, alone: ast.Module, function: str, node: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[Mutant]:
    for place, part in list(_inside(node)):
        for fault, other in _variants(place, part):
            place.put(other)
            ast.fix_missing_locations(alone)
            code = _code_of(compile(alone, path, "exec"), function)
            place.put(part)
            if code is not None:
                yield Mutant(path, function, getattr(part, "lineno", node.lineno), fault, code)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, child
        elif isinstance(child, ast.ClassDef) and "Protocol" not in ast.dump(child):
            yield from _functions(child, f"{prefix}{child.name}.")


def _code_of(module: CodeType, function: str) -> CodeType | None:
    for constant in module.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == function:
                return constant
            found = _code_of(constant, function) if function.startswith(constant.co_qualname) else None
            if found is not None:
                return found
    return None


def _inside(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[_Place, ast.AST]]:
    body = function.body
    start = 1 if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else 0
    for index in range(start, len(body)):
        yield from _below(_Place(function, "body", index), body[index])


def _below(place: _Place, node: ast.AST) -> Iterator[tuple[_Place, ast.AST]]:
    yield place, node
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.Global | ast.Nonlocal):
        return
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "args_", "decorator_list", "ctx", "op", "ops", "pattern"}:
            continue
        if isinstance(value, list):
            for index, one in enumerate(value):
                if isinstance(one, ast.AST):
                    yield from _below(_Place(node, field, index), one)
        elif isinstance(value, ast.AST) and not isinstance(value, ast.arguments):
            yield from _below(_Place(node, field, None), value)


def _variants(place: _Place, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(place, node)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.expr):
        yield from _of_expression(node)
    elif isinstance(node, ast.comprehension):
        for index in range(len(node.ifs)):
            rest = node.ifs[:index] + node.ifs[index + 1 :]
            yield (
                "condition dropped from a comprehension",
                ast.comprehension(target=node.target, iter=node.iter, ifs=rest, is_async=node.is_async),
            )
    elif isinstance(node, ast.match_case) and node.guard is not None:
        yield "guard dropped", ast.match_case(pattern=node.pattern, guard=None, body=node.body)


def _of_statement(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    for kind, told in _DROPPED.items():
        if isinstance(node, kind):
            yield f"{told} removed", ast.Pass()
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield "call removed", ast.Pass()
        case ast.If(test=test, body=body, orelse=orelse):
            yield "condition negated", ast.If(test=_not(test), body=body, orelse=orelse)
        case ast.Return(value=ast.Constant(value=str() as text)) if text:
            yield "an empty text returned", ast.Return(value=ast.Constant(value=""))
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            yield "None returned", ast.Return(value=ast.Constant(value=None))
        case ast.Continue() | ast.Break():
            turned = ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
            yield "continue and break exchanged", turned
        case _:
            pass


def _of_constant(place: _Place, node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{not value} for {value}", ast.Constant(value=not value)
    elif isinstance(value, int):
        yield f"{value + 1} for {value}", ast.Constant(value=value + 1)
    elif isinstance(value, str) and not isinstance(place.parent, ast.Return | ast.MatchValue):
        if value == "":
            yield "a text for the empty one", ast.Constant(value="mutant")
        elif " " not in value and len(value) <= _LONGEST_WORD:
            yield f"another text for {value!r}", ast.Constant(value=value + "mutant")


def _of_call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _CALLED:
        other = ast.Name(id=_CALLED[name], ctx=ast.Load())
        yield f"{_CALLED[name]} for {name}", ast.Call(func=other, args=node.args, keywords=node.keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _PLAIN and not node.args:
        yield f"{node.func.attr} dropped", node.func.value
    if isinstance(node.func, ast.Attribute) and node.func.attr == "fullmatch":
        loose = ast.Attribute(value=node.func.value, attr="match", ctx=ast.Load())
        yield "match for fullmatch", ast.Call(func=loose, args=node.args, keywords=node.keywords)
    for index, keyword in enumerate(node.keywords):
        if keyword.arg not in {None, "why", "mend", "key"}:
            rest = node.keywords[:index] + node.keywords[index + 1 :]
            yield f"{keyword.arg} not given", ast.Call(func=node.func, args=node.args, keywords=rest)


def _of_expression(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for index, op in enumerate(ops):
                other = _COMPARED[type(op)]
                changed = [*ops[:index], other(), *ops[index + 1 :]]
                yield (
                    f"{other.__name__} for {type(op).__name__}",
                    ast.Compare(left=left, ops=changed, comparators=others),
                )
        case ast.BoolOp(op=op, values=values):
            turned = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{type(turned).__name__} for {type(op).__name__}", ast.BoolOp(op=turned, values=values)
            for index in range(len(values)):
                rest = values[:index] + values[index + 1 :]
                short = rest[0] if len(rest) == 1 else ast.BoolOp(op=op, values=rest)
                yield f"operand {index + 1} dropped", short
        case ast.BinOp(left=left, op=ast.BitOr() | ast.BitAnd() | ast.Sub() | ast.Add(), right=right):
            yield "right side dropped", left
            if not isinstance(node.op, ast.Sub):
                yield "left side dropped", right
        case _:
            yield from _turned(node)


def _turned(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not dropped", operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield "condition negated", ast.IfExp(test=_not(test), body=body, orelse=orelse)
        case _:
            pass


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(op=ast.Not(), operand=test)
