# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""configMgr: reads, creates, updates, deletes and unbinds configurations (contract 5.1 to 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

from aiohttp import web
from multidict import MultiDictProxy

from .. import answers
from ..editions import release
from ..felix import Configuration, ConfigurationAdmin
from ..form import read_form
from ..ldap import FilterSyntaxError, compile_filter
from .config_apply import applied
from .config_json import bound_to, described, form_of, listing_page

if TYPE_CHECKING:
    from .. import Author

OLD_PLACEHOLDER = "[Temporary PID replaced by real PID upon save]"
NEW_PLACEHOLDER = "__Temporary PID replaced by real PID upon save__"
UNBOUND = "??unbound:bundle/location"


def placeholder(web_console: tuple[int, ...]) -> str:
    """The PID that stands for an instance yet to be made (contract 5.3, FELIX-6629)."""
    return NEW_PLACEHOLDER if web_console >= (4, 9) else OLD_PLACEHOLDER


async def handle(author: Author, request: web.Request, rest: str) -> web.Response:
    """Answer one request to configMgr."""
    manager = ConfigManager(author)
    if request.method in ("GET", "HEAD"):
        return manager.read(request, rest)
    if request.method == "POST":
        return manager.change(request, (await read_form(request)).texts, rest)
    return answers.error(405, f"configMgr does not know {request.method}")


class ConfigManager:
    """One author's configMgr as its version of the Web Console behaves."""

    def __init__(self, author: Author) -> None:
        self._configurations: ConfigurationAdmin = author.configurations
        self._object_classes = author.configurations.object_classes
        self._version = release(author.names.console.web_console)
        self._placeholder = placeholder(self._version)
        # SEEN, docs/conformance.md: one generation stores no defaults, and tells the placeholder, not the new PID.
        self._half_way = (4, 6) <= self._version < (4, 8)
        wanted = author.settings["drops_defaults"]
        self._drops_defaults = self._half_way if wanted is None else bool(wanted)

    def read(self, request: web.Request, rest: str) -> web.Response:
        """Serve `<pid>.json`, `<filter>.json`, or the page that lists everything."""
        last = rest.rpartition("/")[2]
        pid = last.removesuffix(".json")
        pid_filter = request.query.get("pidFilter")
        if not (_allowed(pid) and _allowed(pid_filter or "")):
            return self._refused(f"the PID {pid} has a character that is not allowed")
        if not last.endswith(".json"):
            return listing_page(self._configurations)
        expression = _selection(pid, pid_filter)
        try:
            found = self._configurations.matching(expression)
        except FilterSyntaxError:
            found = []
        return answers.json_text([described(configuration, self._configurations) for configuration in found])

    def change(self, request: web.Request, form: MultiDictProxy[str], rest: str) -> web.Response:
        """Carry out one POST."""
        pid = form.get("pid") or unquote_plus(rest.rpartition("/")[2])
        if not pid or not _allowed(pid) or not _allowed(form.get("pidFilter", "")):
            return self._refused("the PID is missing or has a character that is not allowed")
        if "apply" in form:
            return self._delete(pid) if "delete" in form else self._apply(request, form, pid)
        if "create" in form:
            fresh = form_of(self._placeholder, None, self._object_classes.get(pid), pid)
            return answers.json_text({**fresh, **bound_to(None)})
        configuration = self._configurations.find(pid)
        if "unbind" in form:
            return self._unbind(configuration)
        if configuration is None:
            return answers.json_text(form_of(pid, None, self._object_classes.get(pid), None))
        return answers.json_text(described(configuration, self._configurations))

    def _delete(self, pid: str) -> web.Response:
        if pid != self._placeholder:
            self._configurations.delete(pid)
        return answers.json_text({"status": True})

    def _unbind(self, configuration: Configuration | None) -> web.Response:
        if configuration is not None:
            configuration.location = None
        return answers.json_text({"status": True})

    def _apply(self, request: web.Request, form: MultiDictProxy[str], pid: str) -> web.Response:
        if "propertylist" not in form:
            if self._version >= (4, 6):
                return answers.error(400, "propertylist is missing")
            return self._redirect(request, form, "")
        configuration = self._target(pid, form.get("factoryPid"))
        # Contract 5.3: apply=update keeps what is not listed, from 4.6 on; before, any apply means all.
        keep = form["apply"] == "update" and self._version >= (4, 6)
        object_class = self._configurations.object_class(configuration)
        properties = applied(
            configuration.properties,
            form,
            object_class,
            keep=keep,
            drops_defaults=self._drops_defaults,
        )
        location = form.get("$location", "").strip()
        bound = None if location in ("", UNBOUND) else location
        changed = Configuration(configuration.pid, configuration.factory_pid, properties, bound, configuration.path)
        self._configurations.update(changed)
        return self._redirect(request, form, pid if self._half_way else changed.pid)

    def _target(self, pid: str, factory_pid: str | None) -> Configuration:
        known = None if pid == self._placeholder else self._configurations.find(pid)
        if known is not None:
            return known
        # Contract 5.3: an old console makes a singleton of any text that is not its own placeholder.
        if factory_pid and (pid == self._placeholder or self._version >= (4, 6)):
            return Configuration(self._configurations.new_pid(factory_pid), factory_pid)
        return Configuration(pid)

    def _redirect(self, request: web.Request, form: MultiDictProxy[str], pid: str) -> web.Response:
        query = f"?pidFilter={quote(form['pidFilter'])}" if "pidFilter" in form else ""
        location = f"{request.scheme}://{request.host}/system/console/configMgr/{pid}{query}"
        return web.Response(status=302, headers={"Location": location})

    def _refused(self, reason: str) -> web.Response:
        return answers.error(400 if self._version >= (4, 6) else 500, reason)


def _allowed(pid: str) -> bool:
    """Contract 5.3; a filter in the place of a PID is checked as well, so `&`, `<=` and `>=` never get through."""
    return not any(character in "&<>\"'" for character in pid)


def _selection(pid: str, pid_filter: str | None) -> str:
    try:
        compile_filter(pid if pid_filter is None else pid_filter)
    except FilterSyntaxError:
        return f"(service.pid={pid})"
    return pid if pid_filter is None else f"(&(service.pid={pid}){pid_filter})"
