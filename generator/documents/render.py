"""Templates to text: the only module that knows Jinja.

Every `{{ expression }}` becomes a YAML scalar that reads back as the value it was, quoted where
needed, so that no template author has to think of it. Autoescaping marks what is YAML already
(the results of macros and of the filters below), which is then left alone.
"""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator import assets, files
from generator.documents.template_names import SUFFIX, document_names
from generator.problems import Problem, ProblemsError, fail
from generator.visible import visible
from generator.yamlio.emit import block, flow, literal
from generator.yamlio.read import decode_text, read_documents

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from pathlib import Path

    from jinja2.nodes import EvalContext


class _Folders(jinja2.BaseLoader):
    """Loads a template from the first folder that has it."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002  Jinja passes it
        template: str,
    ) -> tuple[str, str, None]:
        """The text of a template and its file; raises `TemplateNotFound`, `ProblemsError`."""
        for folder in self._folders if ".." not in template.split("/") else ():
            file = folder / template
            if files.exists(file):
                return decode_text(files.read_or_fail(str(file)), str(file)), str(file), None
        raise jinja2.TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        names = {name for folder in self._folders for name in files.names(folder)}
        return sorted(name for name in names if name.endswith(SUFFIX))


class _BuiltIn(_Folders):
    """Loads a built-in template as the wheel has it compiled, if by this version of Jinja."""

    def __init__(self) -> None:
        super().__init__([assets.TEMPLATES])
        # Later than 3.1, asking Jinja for its version searches the installed packages.
        self._compiled = assets.COMPILED / str(vars(jinja2).get("__version__"))

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  Jinja names it so
    ) -> jinja2.Template:
        """The template; an error in it names its own file, not what it became."""
        module = self._compiled / jinja2.ModuleLoader.get_module_filename(name)
        try:
            code = SourceFileLoader(name, str(module)).get_code(name)
        except OSError:
            code = None
        if code is None:
            return super().load(environment, name, globals)
        code = code.replace(co_filename=str(assets.TEMPLATES / name))
        return environment.template_class.from_code(environment, code, globals or {})


class Templates:
    """The templates of some folders; one of an earlier folder replaces its namesake in a later."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=_BuiltIn() if [*folders] == [assets.TEMPLATES] else _Folders(folders),
            undefined=jinja2.StrictUndefined,
            finalize=_finalize,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {"to_yaml": self._to_yaml, "literal": self._literal}
        self._folders = folders
        self._documents = document_names(folders)
        self._samples: dict[str, str] = {}

    def documents(self) -> tuple[str, ...]:
        """The names of all documents, such as `values.yaml`, sorted; partials start with `_`."""
        return self._documents

    @property
    def are_built_in(self) -> bool:
        """Whether there is no other folder than the last, which has the built-in ones."""
        return len(self._folders) == 1

    def is_replaced(self, document: str) -> bool:
        """Whether a folder before the last, which has the built-in ones, has this template."""
        name = f"{document}{SUFFIX}"
        return any(files.exists(folder / name) for folder in self._folders[:-1])

    def _has_other_partials(self) -> bool:
        """Whether a folder before the last could replace what built-in templates import."""
        names = (name for folder in self._folders[:-1] for name in files.names(folder))
        return any(name.startswith("_") for name in names)

    def render(self, document: str, context: Mapping[str, object]) -> str:
        """The text of a document, valid YAML; empty where its template writes nothing.

        Raises `ProblemsError` that names the template's file and line. Where a template of others
        has a say, a process of its own does the work.
        """
        if not self.is_replaced(document) and not self._has_other_partials():
            return self._rendered(document, context, _MISTAKES)
        from generator.bounded import bounded

        mistakes = (Exception,)
        return bounded(
            lambda: self._rendered(document, context, mistakes),
            "the template",
            self.file(document),
        )

    def _rendered(
        self,
        document: str,
        context: Mapping[str, object],
        mistakes: tuple[type[Exception], ...],
    ) -> str:
        name = document + SUFFIX
        self._samples.clear()
        try:
            template = self._environment.get_template(name)
            text = template.render(context)
        except ProblemsError:
            raise
        except mistakes as error:
            from generator.documents.template_problem import template_problem

            raise ProblemsError([template_problem(error, self.file(document))]) from None
        if len(text) > files.LIMIT:
            message = f"the template writes more than {files.LIMIT:,} characters"
            raise fail(message, file=template.filename or name)
        if not text.strip():
            return ""
        _parse_again(self._shortened(text), template.filename or name)
        return text

    def file(self, document: str) -> str:
        """The file of the template that writes a document."""
        paths = [folder / f"{document}{SUFFIX}" for folder in self._folders]
        return str(next(filter(files.exists, paths), paths[0]))

    def compile(self, target: Path) -> None:
        """Write all templates as Python modules, the same bytes each time, for `_BuiltIn`."""
        folder = target / jinja2.__version__
        self._environment.compile_templates(folder, zip=None, ignore_errors=False)

    def _to_yaml(self, value: Any, indent: int = 0) -> Markup:  # noqa: ANN401  a template passes anything
        """The filter `to_yaml(indent)`: what stands behind `key:`, a container in block style."""
        text = block(value, indent)
        if len(text) > _LARGE:
            self._samples[text] = block(_sample(value), indent)
        return Markup(text)  # noqa: S704  YAML, not HTML

    def _literal(self, text: str, indent: int) -> Markup:
        """The filter `literal(indent)`: text as a literal block that ends as the text does."""
        written = literal(text, " " * indent)
        # Another template may have put it where it is not a block.
        if self.are_built_in:
            self._samples[written] = literal("sample", " " * indent)
        return Markup(written)  # noqa: S704  YAML, not HTML

    def _shortened(self, text: str) -> str:
        """The text with a sample of each block: our emitter's own work needs no parsing."""
        for full, sample in self._samples.items():
            text = text.replace(full, sample)
        return text


def render_page(folder: Path, name: str, context: Mapping[str, object]) -> str:
    """An HTML page of ours, from a template that may include its neighbours."""
    environment = jinja2.Environment(
        loader=_Folders([folder]),
        undefined=jinja2.StrictUndefined,
        finalize=_seen,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(context)


_LARGE = 100_000
"""Characters of a block from which on parsing it again costs more than a blink."""

_MISTAKES = (
    *(jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError),
)
"""What an expression of a built-in template can raise because of what a catalog says."""


def _sample(value: Any) -> Any:  # noqa: ANN401  of the same type
    """A value of the same shape with the first and the last of every many."""
    if isinstance(value, dict):
        ends = [*value][:1] + [*value][1:][-1:]
        return {key: _sample(value[key]) for key in ends}
    if isinstance(value, (list, tuple)):
        return [_sample(item) for item in [*value[:1], *value[1:][-1:]]]
    return value


def _parse_again(text: str, file: str) -> None:
    try:
        read_documents(text, file)
    except ProblemsError as error:
        raise ProblemsError(
            Problem(
                file,
                0,
                0,
                f"line {problem.line} of what the template writes: {problem.message}",
                hint="expressions are quoted automatically: do not put quotes or text around them",
            )
            for problem in error.problems
        ) from None


# Jinja escapes constants as HTML before it asks; with a context to pass, it asks when it renders.
@jinja2.pass_eval_context
def _finalize(_: EvalContext, value: Any) -> Any:  # noqa: ANN401  whatever an expression is
    if isinstance(value, (Markup, jinja2.StrictUndefined)):
        return value
    return Markup(flow(value))  # noqa: S704  YAML, not HTML


def _seen(value: Any) -> Any:  # noqa: ANN401  as above
    return visible(value) if type(value) is str else value
