"""negsim explore: the model as an instrument, in a browser on this machine."""

from importlib.util import find_spec
from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option, set_option
from negsim.errors import ConfigError

NEEDED = ("starlette", "uvicorn", "jinja2")


@click.command("explore")
@click.argument("what", default="us_vietnam_2025", metavar="[CONFIG|DIR]")
@set_option
@plugin_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="Port; 0: a free one."
)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
def command(
    what: str, settings: tuple[str, ...], plugins: tuple[Path, ...], port: int, browser: bool
) -> None:
    """Turn the settings of CONFIG, or of the scenario in a result DIR, and see what becomes of the bargain.

    The page shows every outcome, the frontier, what passes at home and which sectors win; it plays fifty
    talks in a second, puts two settings side by side, and keeps what was found as YAML. It is served to this
    machine only.

    \b
    Examples:
      negsim explore
      negsim explore mini --port 0
      negsim explore results/baseline/3f2a…
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"the explorer needs packages that are missing ({', '.join(missing)}): "
            'pip install "negsim[classroom]"'
        )
    from negsim.experiment.experiment import load_experiment
    from negsim.explore.instrument import Instrument
    from negsim.explore.serve import serve
    from negsim.report.page.material import Material

    apply_plugins(plugins)
    if (Path(what) / "manifest.json").is_file():
        from negsim.engine.finished import load

        if settings:
            raise ConfigError("--set changes a scenario, not a finished result; turn it on the page")
        instrument = Instrument(Material(load(what)).experiment.base, what)
    else:
        instrument = Instrument(load_experiment(what, settings).base, what)
    serve(instrument, port, click.echo, show=browser)
