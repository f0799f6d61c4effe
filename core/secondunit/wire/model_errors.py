"""What a method of this machine cannot do: part of the tree in `errors`, where these are looked for."""

from __future__ import annotations

from .problem import SecondUnitError


class ModelError(SecondUnitError):
    code = "model.bad"


class RuntimeAbsent(ModelError):
    code = "model.runtime"
    default_remedy = "Set the service's environment up again: what runs networks is part of it."


class WeightsAbsent(ModelError):
    code = "model.weights"


class WrongWeights(ModelError):
    code = "model.hash"


class WrongNetwork(ModelError):
    code = "model.network"


class CutInPlate(ModelError):
    code = "model.cut"
