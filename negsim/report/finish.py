"""What is added to a result folder once its tables are there: the summary and the picture."""

from pathlib import Path

from negsim.analysis.results import Results
from negsim.experiment.experiment import Experiment
from negsim.report.factor_picture import draw_factors
from negsim.report.picture import draw, typical_run
from negsim.report.summary import summarise


def finish(folder: Path, experiment: Experiment) -> None:
    """Add summary and picture to a folder that has its tables."""
    results = Results(folder)
    summary = summarise(results.runs, list(experiment.factors), experiment.metrics)
    summary.to_csv(folder / "summary.csv", index=False, float_format="%.10g")
    done = results.runs[results.runs["status"] == "ok"]
    if done.empty:
        return
    chosen = typical_run(done)
    run = experiment.run(chosen)
    for ending in ("svg", "png"):
        if experiment.n_points > 1:
            draw_factors(experiment, done, folder / f"figure.{ending}")
        else:
            draw(experiment, done, run, run.talks.scenario, folder / f"figure.{ending}")
