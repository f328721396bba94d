"""Setting up a machine: what is there costs nothing, what is missing is installed or named."""

import pytest

from tools import setup
from tools.setup import Part


def part(package: str, *, there: bool, needed: bool = False) -> Part:
    return Part(package, f"{package}-formula", f"{package} does not work", lambda: there, needed)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with Debian's installer, an administrator, and commands that are noted instead of run."""
    commands: list[tuple[str, ...]] = []

    def note(*arguments: str) -> str:
        commands.append(arguments)
        return "E: Unable to locate package"

    monkeypatch.setattr(setup, "_apt", note)
    monkeypatch.setattr(setup, "_is_administrator", lambda: True)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup.sys, "platform", "linux")
    return commands


def test_a_machine_that_has_everything_is_left_alone(machine, capsys):
    setup.install_parts([part("redis-server", there=True)])
    assert machine == []
    assert capsys.readouterr().out == ""


def test_only_what_is_missing_is_installed(machine):
    setup.install_parts([part("redis-server", there=False), part("postgresql", there=True)])
    assert machine[-1][-1] == "redis-server"
    assert "postgresql" not in machine[-1]


def test_without_an_administrator_the_command_is_named(machine, monkeypatch, capsys):
    monkeypatch.setattr(setup, "_is_administrator", lambda: False)
    setup.install_parts([part("redis-server", there=False), part("chromium", there=False)])
    assert machine == []
    said = capsys.readouterr().out
    assert "  redis-server: without it redis-server does not work." in said
    assert "sudo apt-get install redis-server chromium" in said


def test_on_a_mac_the_command_is_homebrew_s(machine, monkeypatch, capsys):
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    monkeypatch.setattr(setup.sys, "platform", "darwin")
    setup.install_parts([part("libpango", there=False), part("libpangoft2", there=False)])
    assert "brew install libpango-formula libpangoft2-formula" in capsys.readouterr().out


def test_nothing_starts_without_what_is_needed(machine, capsys):
    with pytest.raises(SystemExit, match="Install it, then try again"):
        setup.install_parts([part("libpango", there=False, needed=True)])
    assert "Unable to locate package" in capsys.readouterr().out


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with pinned packages, an empty environment, and pip's runs noted instead of made."""
    runs: list[str] = []

    class Done:
        returncode = 0

    def note(command, **_options: object) -> Done:
        runs.append(str(command[-1]))
        return Done()

    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements").mkdir()
    for name in setup.PURPOSES:
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup.subprocess, "run", note)
    return tmp_path, runs


def test_the_same_pins_are_installed_once(checkout):
    _, runs = checkout
    setup.install_packages("run")
    setup.install_packages("run")
    assert len(runs) == 1


def test_whoever_develops_can_serve_without_another_installation(checkout):
    _, runs = checkout
    setup.install_packages("dev")
    setup.install_packages("run")
    assert len(runs) == 1


def test_new_pins_are_installed(checkout):
    folder, runs = checkout
    setup.install_packages("run")
    (folder / "requirements" / "run.txt").write_text("run==2\n")
    setup.install_packages("run")
    assert len(runs) == 2


def test_an_installation_that_broke_off_is_made_again(checkout, monkeypatch):
    _, runs = checkout
    noted = setup.subprocess.run
    monkeypatch.setattr(
        setup.subprocess, "run", lambda *_args, **_options: type("Done", (), {"returncode": 1})
    )
    with pytest.raises(SystemExit, match="could not be installed"):
        setup.install_packages("run")
    monkeypatch.setattr(setup.subprocess, "run", noted)
    setup.install_packages("run")
    assert len(runs) == 1
