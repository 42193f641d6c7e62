"""Regressions of many series at once: one design a series, blanks left out, in NumPy.

Arrays are series × points (× coefficients). ``seen`` says which points count.

References
----------
Newey WK, West KD. A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance matrix.
Econometrica 1987;55:703-708.
Prais SJ, Winsten CB. Trend estimators and serial correlation. Cowles Commission discussion paper 383, 1954.
Cochrane D, Orcutt GH. Application of least squares regression to relationships containing auto-correlated error terms.
JASA 1949;44:32-61.
Cheang WK, Reinsel GC. Bias reduction of autoregressive estimates in time series regression model through restricted
maximum likelihood. JASA 2000;95:1173-1184.
McCullagh P, Nelder JA. Generalized linear models, 2nd edition. Chapman and Hall 1989, chapters 2 and 6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from evenground.analysis.change.series import Truths
from evenground.analysis.frames import Floats, Positions

_ALIKE: Final = 1e-9  # smallest eigenvalue of the scaled cross-products at which coefficients can still be told apart
_STEEP: Final = 0.99  # an autocorrelation beyond this leaves next to no information
_FARTHEST: Final = 30.0  # a coefficient on the log scale beyond this is a count of nought, not an estimate


@dataclass(frozen=True)
class Fit:
    """Coefficients of each series with their covariance, not-a-number where they cannot be told.

    ``freedom`` is that of the residuals; ``memory`` the autocorrelation of neighbouring residuals; ``dispersion`` the
    residual variance, or for counts Pearson's statistic over its degrees of freedom.
    """

    beta: Floats
    cov: Floats
    freedom: Floats
    memory: Floats
    dispersion: Floats

    def along(self, direction: Floats) -> tuple[Floats, Floats]:
        """Estimate and standard error of a combination of the coefficients, one direction a series."""
        estimate = np.einsum("gp,gp->g", direction, self.beta)
        variance = np.einsum("gp,gpq,gq->g", direction, self.cov, direction)
        return estimate, np.sqrt(np.maximum(variance, 0))


def newey_west(x: Floats, y: Floats, seen: Truths, *, bandwidth: int) -> Fit:
    """Ordinary least squares, with errors that allow for autocorrelation up to a bandwidth, times n / (n - p)."""
    x, y = _blanked(x, y, seen)
    bread, able = _inverse(_cross(x, x), seen)
    beta = _times(bread, _cross_y(x, y))
    residual = np.where(seen, y - _line(x, beta), 0)
    n, free = _freedom(x, seen)
    cov = _sandwich(bread, x * residual[..., None], bandwidth) * (n / free)[:, None, None]
    return _told(beta, cov, free, _memory(residual, seen), (residual**2).sum(1) / free, able)


def autoregressive(x: Floats, y: Floats, seen: Truths, *, keep_first: bool) -> Fit:
    """Generalised least squares with autoregressive errors of order one, iterated.

    ``keep_first`` is Prais and Winsten's; without it, Cochrane and Orcutt's. Over a gap of k points the correlation is
    the k-th power. The correlation is that of the residuals (Yule and Walker).
    """
    x, y = _blanked(x, y, seen)
    around = _neighbours(seen)
    memory, kept = np.zeros(len(y)), seen & (keep_first | ~around[0])
    bread, _ = _inverse(_cross(x, x), kept)
    beta = _times(bread, _cross_y(x, y))
    for _ in range(200):
        was = memory
        memory = np.clip(_memory(np.where(seen, y - _line(x, beta), 0), seen), -_STEEP, _STEEP)
        white = _whiten(np.dstack([x, y]), memory, *around)[0] * kept[..., None]
        fit = _generalised(white, kept, memory)
        beta = np.nan_to_num(fit.beta)
        if np.abs(memory - was).max(initial=0) < 1e-12:
            break
    return fit


def restricted(x: Floats, y: Floats, seen: Truths) -> Fit:
    """Generalised least squares with autoregressive errors of order one, their correlation by restricted likelihood.

    ``-2 log likelihood = (n - p) log RSS + log |X'X| - 2 sum(log scale)``, all of the whitened series: the residuals of a
    short series look less alike than its errors are, and this allows for it.
    """
    x, y = _blanked(x, y, seen)
    around = _neighbours(seen)

    def deviance(memory: Floats) -> Floats:
        white, scale = _whiten(np.dstack([x, y]), memory, *around)
        white = white * seen[..., None]
        xs, ys = white[..., :-1], white[..., -1]
        crossed = _cross(xs, xs)
        bread, able = _inverse(crossed, seen)
        rss = ((ys - _line(xs, _times(bread, _cross_y(xs, ys)))) ** 2).sum(1)
        volume = np.linalg.slogdet(np.where(able[:, None, None], crossed, np.eye(x.shape[2])))[1]
        scales = np.log(np.where(seen, scale, 1)).sum(1)
        # A series without error has no correlation either: any is as good, and nought is found first.
        return (
            (seen.sum(1) - x.shape[2]) * np.log(np.maximum(rss, 1e-20 * (ys**2).sum(1) + 1e-300)) + volume - 2 * scales
        )

    memory = _lowest(deviance, len(y))
    white = _whiten(np.dstack([x, y]), memory, *around)[0] * seen[..., None]
    return _generalised(white, seen, memory)


def _generalised(white: Floats, kept: Truths, memory: Floats) -> Fit:
    """Least squares of a whitened series."""
    xs, ys = white[..., :-1], white[..., -1]
    bread, able = _inverse(_cross(xs, xs), kept)
    beta = _times(bread, _cross_y(xs, ys))
    _, free = _freedom(xs, kept)
    variance = ((ys - _line(xs, beta)) ** 2).sum(1) / free
    return _told(beta, bread * variance[:, None, None], free, memory, variance, able)


def _lowest(deviance: Callable[[Floats], Floats], many: int) -> Floats:
    """The correlation with the lowest deviance, one a series: over a grid, then by golden section around the best."""
    grid = np.concatenate([[0.0], np.linspace(-0.9, _STEEP, 22)])
    heights = np.stack([deviance(np.full(many, place)) for place in grid])
    best = grid[np.argmin(heights, axis=0)]
    low, high = np.maximum(best - 0.1, -0.95), np.minimum(best + 0.1, _STEEP)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(36):
        left, right = high - golden * (high - low), low + golden * (high - low)
        leftwards = deviance(left) < deviance(right)
        low, high = np.where(leftwards, low, left), np.where(leftwards, right, high)
    return (low + high) / 2


def poisson(
    x: Floats, count: Floats, offset: Floats, seen: Truths, *, bandwidth: int | None = None, quasi: bool = True
) -> Fit:
    """Log-linear regression of counts by iterated weighted least squares.

    ``quasi`` scales the variance by the dispersion; with a ``bandwidth`` it is Newey and West's instead.
    """
    x, y = _blanked(x, count, seen)
    eta = np.where(seen, np.log(np.maximum(y, 0.5)), 0)
    beta = np.zeros((len(y), x.shape[2]))
    for _ in range(100):
        mean = np.where(seen, np.exp(eta), 0)
        work = np.where(seen, eta - offset + (y - mean) / np.exp(eta), 0)
        bread, able = _inverse(_cross(x * mean[..., None], x), seen)
        was, beta = beta, _times(bread, _cross_y(x * mean[..., None], work))
        eta = np.where(seen, np.clip(offset + _line(x, beta), -50, 50), 0)
        if np.abs(beta - was).max(initial=0) < 1e-10:
            break
    mean = np.where(seen, np.exp(eta), 0)
    able &= (np.abs(beta) < _FARTHEST).all(1) & (np.abs(beta - was).max(1, initial=0) < 1e-6)
    n, free = _freedom(x, seen)
    pearson = np.where(seen, (y - mean) / np.sqrt(np.exp(eta)), 0)
    # Of a series that cannot be fitted it is some huge number, which is not shown.
    dispersion = np.where(able, (pearson**2).sum(1) / free, 1.0)
    if bandwidth is not None:
        cov = _sandwich(bread, x * (y - mean)[..., None], bandwidth) * (n / free)[:, None, None]
    else:
        cov = bread * (dispersion if quasi else np.ones_like(n))[:, None, None]
    return _told(beta, cov, free, _memory(pearson, seen), dispersion, able)


def _blanked(x: Floats, y: Floats, seen: Truths) -> tuple[Floats, Floats]:
    return np.where(seen[..., None], x, 0.0), np.where(seen, y, 0.0)


def _cross(a: Floats, b: Floats) -> Floats:
    return np.swapaxes(a, 1, 2) @ b


def _cross_y(x: Floats, y: Floats) -> Floats:
    return np.asarray((np.swapaxes(x, 1, 2) @ y[..., None])[..., 0])


def _times(bread: Floats, side: Floats) -> Floats:
    return np.asarray((bread @ side[..., None])[..., 0])


def _line(x: Floats, beta: Floats) -> Floats:
    return np.asarray((x @ beta[..., None])[..., 0])


def _inverse(crossed: Floats, seen: Truths) -> tuple[Floats, Truths]:
    """Inverse of the cross-products, and where the coefficients can be told apart; elsewhere something harmless."""
    size = crossed.shape[1]
    scale = np.sqrt(np.maximum(np.einsum("gpp->gp", crossed), 1e-300))
    scaled = crossed / scale[:, :, None] / scale[:, None, :]
    able = np.linalg.eigvalsh(scaled)[:, 0] > _ALIKE
    able &= seen.sum(1) > size
    scaled = np.where(able[:, None, None], scaled, np.eye(size))
    return np.linalg.inv(scaled) / scale[:, :, None] / scale[:, None, :], able


def _freedom(x: Floats, seen: Truths) -> tuple[Floats, Floats]:
    n = seen.sum(1).astype(float)
    return n, np.maximum(n - x.shape[2], 1.0)


def _sandwich(bread: Floats, scores: Floats, bandwidth: int) -> Floats:
    """Newey and West's covariance, with Bartlett's weights 1 - lag / (bandwidth + 1)."""
    middle = _cross(scores, scores)
    for lag in range(1, min(bandwidth, scores.shape[1] - 1) + 1):
        shifted = _cross(scores[:, lag:], scores[:, :-lag])
        middle = middle + (1 - lag / (bandwidth + 1)) * (shifted + np.swapaxes(shifted, 1, 2))
    return np.asarray(bread @ middle @ bread)


def _memory(residual: Floats, seen: Truths) -> Floats:
    """Autocorrelation of neighbouring residuals, each sum over as many terms as it has."""
    n = np.maximum(seen.sum(1), 1)
    away = np.where(seen, residual - (residual.sum(1) / n)[:, None], 0)
    pairs = np.maximum((seen[:, 1:] & seen[:, :-1]).sum(1), 1)
    spread = (away**2).sum(1) / n
    together = (away[:, 1:] * away[:, :-1]).sum(1) / pairs
    return np.divide(together, spread, out=np.zeros(len(n)), where=spread > 0)


def _neighbours(seen: Truths) -> tuple[Truths, Positions, Floats]:
    """Which points are the first of their series, and for the others the point before and how far back it lies."""
    points = np.arange(seen.shape[1])
    latest = np.maximum.accumulate(np.where(seen, points, -1), axis=1)
    before = np.concatenate([np.full((len(seen), 1), -1), latest], axis=1)[:, : seen.shape[1]]
    return seen & (before < 0), np.maximum(before, 0), (points - before).astype(float)


def _whiten(values: Floats, memory: Floats, first: Truths, before: Positions, gap: Floats) -> tuple[Floats, Floats]:
    """Values less what the point before says of them, each scaled to the same variance, and the scales."""
    rho = memory[:, None] ** gap
    scale = np.sqrt((1 - memory**2)[:, None] / np.where(first, 1, np.maximum(1 - rho**2, 1e-12)))
    earlier = np.take_along_axis(values, before[..., None], axis=1)
    apart = np.where(first[..., None], values, values - rho[..., None] * earlier)
    return apart * scale[..., None], scale


def _told(beta: Floats, cov: Floats, free: Floats, memory: Floats, dispersion: Floats, able: Truths) -> Fit:
    def kept(values: Floats) -> Floats:
        return np.where(able.reshape(-1, *[1] * (values.ndim - 1)), values, np.nan)

    return Fit(kept(beta), kept(cov), kept(free), kept(memory), kept(dispersion))
