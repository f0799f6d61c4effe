"""What describing faces takes: a network that finds them, trees that find points, and one that describes."""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.models.faces import FaceDetector, face_weights
from secondunit.models.runtimes import open_network
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import Weights
from secondunit.wire import DriftScale
from secondunit.wire.errors import WeightsAbsent

from .alignment import AlignedFace, aligned
from .description import Array, FaceDescriber, description_weights
from .points import PointPredictor, point_weights
from .second import SecondDescriber


def identity_weights() -> tuple[Weights, Weights, Weights]:
    """What finds faces, their points, and describes them."""
    return face_weights(), point_weights(), description_weights()


@dataclass(frozen=True)
class IdentityNetworks:
    """Finds, aligns and describes; `scale` is whose thresholds the words of `describer` go by.

    `second` is a studio's own network, which describes every face too.
    """

    detector: FaceDetector
    predictor: PointPredictor
    describer: FaceDescriber
    second: SecondDescriber | None = None
    scale: DriftScale = DriftScale()

    @classmethod
    def of_store(cls, store: WeightsStore) -> IdentityNetworks:
        """By the weights that are on this machine; fetches none.

        Raises `WeightsAbsent` that names what is missing, `WrongWeights`, `RuntimeAbsent`.
        """
        wanted = identity_weights()
        missing = [weights.name for weights in wanted if not store.has(weights)]
        if missing:
            raise WeightsAbsent(
                f"Faces cannot be compared: the weights {', '.join(missing)} are not on this machine.",
                remedy=f"secondunit weights fetch {' '.join(missing)}",
            )
        finding, points, describing = (store.find(weights) for weights in wanted)
        return cls(
            FaceDetector(open_network(finding)),
            PointPredictor.of_file(points),
            FaceDescriber.of_file(describing),
        )

    def largest(self, codes: Array) -> tuple[AlignedFace | None, int]:
        """The largest face of a picture, aligned, and how many there are."""
        faces = self.detector.faces(codes)
        if not faces:
            return None, 0
        return aligned(codes, max(faces, key=lambda face: face.width), self.predictor), len(faces)
