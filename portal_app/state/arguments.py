"""What a handler takes, as a pydantic model built from its signature: strict, bounded, nothing extra."""

import inspect
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model
from reflex_base.utils.form import transform_form_data

from portal_app.access.audience import BadArguments

LONGEST_TEXT = 20_000
LONGEST_WORD = 300
MOST_ITEMS = 500
LARGEST_NUMBER = 2**53

Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=r"\A[^\x00]*\z")]
Picked = Annotated[str, StringConstraints(max_length=LONGEST_WORD, pattern=r"\A[^\x00]*\z")]
"""A key, a choice or the name of a field: what people pick and never type."""
Number = Annotated[int, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Real = Annotated[float, Field(allow_inf_nan=False)]


class Arguments:
    """The arguments of one handler."""

    def __init__(self, handler: Callable[..., Any]) -> None:
        self._hints = get_type_hints(handler, include_extras=True)
        fields: dict[str, Any] = {}
        for name, parameter in list(inspect.signature(handler).parameters.items())[1:]:
            fields[name] = (_bounded(self._hint(handler, parameter)), _default(parameter))
        config = ConfigDict(extra="forbid", strict=True, protected_namespaces=())
        self._model: type[BaseModel] = create_model(handler.__qualname__, __config__=config, **fields)

    def _hint(self, handler: Callable[..., Any], parameter: inspect.Parameter) -> Any:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) or parameter.name not in self._hints:
            raise TypeError(f"{handler.__qualname__}: say what `{parameter.name}` takes")
        return self._hints[parameter.name]

    def read(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments, checked and typed; anything that does not fit exactly is BadArguments."""
        try:
            plain = {name: transform_form_data(value, self._hints.get(name)) for name, value in payload.items()}
            checked = self._model.model_validate_json(orjson.dumps(plain))
        except (ValidationError, TypeError, ValueError):
            raise BadArguments("") from None
        return {name: getattr(checked, name) for name in checked.model_fields_set}


def _default(parameter: inspect.Parameter) -> Any:
    return ... if parameter.default is parameter.empty else parameter.default


def _bounded(hint: Any) -> Any:
    """The same type with every text, number and collection inside it bounded."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _BOUNDED:
        return _BOUNDED[hint]
    if hint in (Any, object, dict, list, set, tuple):
        raise TypeError("a handler's argument says exactly what it takes")
    if origin is Annotated:
        return Annotated[_bounded(inner[0]), *inner[1:]]
    if origin in (Union, types.UnionType):
        return Union[tuple(_bounded(one) for one in inner)]  # noqa: UP007
    if origin is dict and inner[0] is str:
        return Annotated[dict[Picked, _bounded(inner[1])], Field(max_length=MOST_ITEMS)]  # type: ignore[misc]
    if origin in (dict, list, set, tuple):
        bounded = tuple(one if one is Ellipsis else _bounded(one) for one in inner)
        generic: Any = origin
        return Annotated[generic[bounded], Field(max_length=MOST_ITEMS)]
    return hint


_BOUNDED: dict[Any, Any] = {str: Text, int: Number, float: Real}
