"""azure-cli's own command table, argument parser and validators, asked about one command at a time; nothing is invoked, sockets are blocked."""
import argparse
import contextlib
import difflib
import inspect
import io
import logging
import os
import re
import socket
import tempfile

from placeholders import MARK, Splat, is_open

OFFLINE = re.compile(r"az login|Please run|network is blocked")


class Stop(Exception):
    """The parser has refused."""


def offline():
    """An empty configuration, and no way out of the machine."""
    os.environ.update(
        AZURE_CONFIG_DIR=tempfile.mkdtemp(prefix="azcheck-"), AZURE_CORE_COLLECT_TELEMETRY="no", AZURE_EXTENSION_USE_DYNAMIC_INSTALL="no",
        AZURE_CORE_NO_COLOR="yes", AZURE_CORE_DISABLE_CONFIRM_PROMPT="yes", AZURE_CORE_LOGIN_EXPERIENCE_V2="off",
    )

    def blocked(*arguments, **options):
        raise OSError("azcheck: network is blocked")

    socket.socket.connect = socket.create_connection = socket.getaddrinfo = blocked


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", str(text))


class Az:
    """The command line; loading its table takes some seconds, each check some milliseconds."""

    def __init__(self):
        offline()
        logging.disable(logging.CRITICAL)
        from azure.cli.core import get_default_cli

        self.errors, self.loaded = [], set()
        self.cli = get_default_cli()
        self.cli.config.set_value = lambda *arguments, **options: None
        self.listen()
        self.invoker = self.cli.invocation_cls(cli_ctx=self.cli, parser_cls=self.cli.parser_cls, commands_loader_cls=self.cli.commands_loader_cls, help_cls=self.cli.help_cls)
        self.cli.invocation, self.loader = self.invoker, self.invoker.commands_loader
        with contextlib.redirect_stderr(io.StringIO()):
            self.table = dict(self.loader.load_command_table(None))

    def listen(self):
        """Gather the parser's refusals instead of ending, and let open words pass as values."""
        from azure.cli.core import parser
        from azure.cli.core.aaz import _arg_action as arguments

        errors, own, kept_value, kept_call = self.errors, parser.AzCliCommandParser, argparse.ArgumentParser._get_value, arguments.AAZArgAction.__call__

        def refuse(this, message):
            errors.append(message)
            raise Stop

        def leave(this, status=0, message=None):
            raise Stop

        def check_value(this, action, value):
            if action.choices is not None and not is_open(value) and value not in action.choices:
                name = action.option_strings[0] if action.option_strings else action.dest
                refuse(this, f"'{value}' is not a valid value for '{name}'. Allowed values: {', '.join(map(str, action.choices))[:300]}.")

        def call(action, this, namespace, values, option_string=None):
            if is_open(values):
                return setattr(namespace, action.dest, arguments.AAZArgActionOperations())
            return kept_call(action, this, namespace, values, option_string)

        own.error = own.validation_error = refuse
        own.exit, own._check_value = leave, check_value
        own._get_value = lambda this, action, text: text if MARK in text else kept_value(this, action, text)
        arguments.AAZArgAction.__call__ = call

    def command_of(self, words):
        leading = []
        for word in words:
            if word.startswith("-"):
                break
            leading.append(word)
        spoken = " ".join(leading)
        return next((name for n in range(len(leading), 0, -1) if (name := " ".join(leading[:n])) in self.table), None), spoken

    def check(self, words, validators=False):
        """(command, errors, warnings) of one call."""
        name, spoken = self.command_of(words)
        if any(word in ("-h", "--help", "--version") for word in words):
            return name or spoken, [], []
        if name is None and is_open(spoken):
            return "...", [], ["the command is known only at run time"]
        if name is None:
            near = difflib.get_close_matches(spoken, list(self.table), 2, 0.8)
            return spoken, [f"unknown command 'az {spoken}'" + (f" - did you mean {near}?" if near else " (a slip, or it lives in an extension)")], []
        splats = [word[len(MARK):] for word in words if isinstance(word, Splat)]
        known = [str(word) for word in words if not isinstance(word, Splat)]
        warnings = self.notices(name)
        if splats:
            warnings.append(f"words behind {splats} not checked")
        self.errors.clear()
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            self.parse(name, known, validators and not splats and not any(map(is_open, known)), warnings, said)
        return name, *self.settled(bool(splats), warnings)

    def notices(self, name):
        kinds = ("deprecate_info", "preview_info", "experimental_info")
        return [f"{kind}: {plain(notice.message)}" for kind in kinds if (notice := getattr(self.table[name], kind, None))]

    def parse(self, name, words, validators, warnings, said):
        from azure.cli.core.azclierror import AzCLIError

        try:
            namespace = self.parser_of(name).parse_args(list(words))
            self.flags(namespace._parser._actions, words, warnings)
            if validators:
                self.validate(self.table[name], namespace, warnings)
        except Stop:
            pass
        except AzCLIError as error:
            self.errors.append(str(error))
        except SystemExit:
            self.errors.append(f"exit: {said.getvalue()[-300:]}")

    def parser_of(self, name):
        self.loader.command_table, self.loader.command_name = {name: self.table[name]}, name
        self.invoker.data["command_string"] = name
        if name not in self.loaded:
            from azure.cli.core.commands.events import EVENT_INVOKER_POST_LOAD_ARGUMENTS, EVENT_INVOKER_PRE_LOAD_ARGUMENTS
            from knack.events import EVENT_INVOKER_POST_CMD_TBL_CREATE

            self.cli.raise_event(EVENT_INVOKER_PRE_LOAD_ARGUMENTS, commands_loader=self.loader)
            self.loader.load_arguments(name)
            self.cli.raise_event(EVENT_INVOKER_POST_LOAD_ARGUMENTS, commands_loader=self.loader)
            self.cli.raise_event(EVENT_INVOKER_POST_CMD_TBL_CREATE, commands_loader=self.loader)
            self.loaded.add(name)
        parser = self.cli.parser_cls(cli_ctx=self.cli, prog="az", parents=[self.invoker._global_parser], cli_help=self.invoker.help)
        parser.cli_ctx = self.cli
        parser.load_command_table(self.loader)
        return parser

    def flags(self, actions, words, warnings):
        """argparse takes unique beginnings of flags; what is generated must not rest on that."""
        exact = {option for action in actions for option in action.option_strings}
        used = [word.split("=")[0] for word in words if re.match(r"^--?[a-z]", word)]
        for flag in used:
            if flag.startswith("--") and flag not in exact:
                self.errors.append(f"abbreviated flag {flag} (accepted by az today, ambiguous tomorrow)")
        for action in actions:
            notice = getattr(action, "deprecate_info", None)
            if notice and any(flag in action.option_strings for flag in used):
                warnings.append(f"deprecated flag: {plain(getattr(notice, 'message', notice))}")

    def validate(self, command, namespace, warnings):
        """The command's validators; one that asks Azure is skipped, and said to be."""
        from azure.cli.core.azclierror import UserFault
        from knack.util import CLIError

        namespace.cmd = namespace._cmd = command
        for validator in [namespace._command_validator] if namespace._command_validator else namespace._argument_validators:
            given = {"cmd": command, "namespace": namespace, "ns": namespace}
            try:
                validator(**{name: given.get(name, namespace) for name in inspect.signature(validator).parameters})
            except Exception as error:  # whatever a validator raises is either a refusal or its wish for a network
                if isinstance(error, (UserFault, CLIError, argparse.ArgumentError, ValueError)) and not OFFLINE.search(str(error)):
                    self.errors.append(f"validator: {error}")
                else:
                    warnings.append(f"validator {getattr(validator, '__name__', validator)} skipped ({str(error)[:60]})")
            except SystemExit as error:
                warnings.append(f"validator {getattr(validator, '__name__', validator)} skipped (exit {error.code})")

    def settled(self, splats, warnings):
        """Without what open words alone explain."""
        errors, open_flags = list(dict.fromkeys(self.errors)), False
        for error in list(errors):
            head, _, rest = error.partition(":")
            if head == "unrecognized arguments" and all(word.startswith(MARK) for word in rest.split()):
                errors.remove(error)
                warnings.append(f"unquoted variables in the place of flags, not checked:{rest.replace(MARK, '$')}")
                open_flags = True
        if splats or open_flags:
            errors = [error for error in errors if "arguments are required" not in error]
        return errors, warnings
