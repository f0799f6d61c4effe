"""Every error Second Unit raises, as one tree. Each class has one stable code.

    SecondUnitError                 error
    ├── BadInput                    input.bad            what was asked for cannot be done as asked
    │   ├── BadValue                value.bad            JSON or text that is not the value it should be
    │   │   ├── UnknownField        value.unknown_field
    │   │   ├── MissingField        value.missing_field
    │   │   ├── WrongType           value.wrong_type
    │   │   ├── WrongUnit           value.wrong_unit
    │   │   ├── OutOfRange          value.out_of_range
    │   │   └── NewerSchema         value.newer_schema
    │   ├── BadFrames               frames.bad
    │   │   ├── EmptyFrames         frames.empty
    │   │   ├── ReversedFrames      frames.reversed
    │   │   ├── TooManyFrames       frames.too_many
    │   │   └── MissingFrames       frames.missing
    │   ├── BadPicture              picture.bad
    │   │   ├── DamagedPicture      picture.damaged      truncated or unreadable
    │   │   ├── PictureTooLarge     picture.too_large
    │   │   └── WrongChannels       picture.channels
    │   ├── BadColor                color.bad
    │   │   ├── UnknownColorSpace   color.unknown_space
    │   │   └── UnknownConfig       color.unknown_config
    │   ├── BadPrompt               prompt.bad
    │   ├── BadName                 name.bad             a show, shot or element that no disk could hold
    │   ├── NotAFile                input.not_a_file     a pipe, a socket or a device where a file should be
    │   └── BadSettings             settings.bad         a secondunit.toml that cannot be read
    ├── NotFound                    not_found
    ├── Conflict                    conflict             the thing is no longer in a state that allows this
    ├── Denied                      denied
    │   ├── WrongToken              denied.token
    │   ├── WrongOrigin             denied.origin
    │   ├── Refused                 denied.refused       the gate said no
    │   ├── BudgetSpent             denied.budget        it would cost more than is left
    │   ├── NoVerdict               denied.no_verdict    a way out was tried without the gate's verdict
    │   └── OutsideShow             denied.outside_show  a link leads out of the show's root
    ├── LedgerError                 ledger.bad
    │   └── LedgerTampered          ledger.tampered      a row was changed, removed, moved or cut off
    ├── ProvenanceError             provenance.bad       it could not be signed or read
    │   └── NoProvenance            provenance.absent    the file carries none
    ├── SecretAbsent                secret.absent        neither the keyring nor the environment has it
    ├── StorageError                storage.bad
    │   ├── DiskFull                storage.full
    │   ├── NoRights                storage.rights
    │   └── StorageSilent           storage.silent       it was asked for a file, and does not answer
    ├── ServiceError                service.bad          seen from a host
    │   ├── ServiceAbsent           service.absent
    │   ├── ServiceLost             service.lost
    │   └── ServiceMismatch         service.mismatch     another version answers
    ├── ProviderError               provider.bad         a provider could not do its part
    │   ├── ProviderAbsent          provider.absent      nothing was sent: the connection never stood
    │   ├── ProviderSilent          provider.silent      it was asked, and no whole answer came
    │   ├── ProviderBroken          provider.broken      it answered with a fault, or with no sense
    │   ├── ProviderDenied          provider.denied      it does not accept our key or our origin
    │   ├── ProviderLacks           provider.lacks       it has not what the work needs: a node, a model
    │   ├── RateLimited             provider.busy        too much was asked; says how long to wait
    │   ├── Moderated               provider.moderated   its content rules refused the request or the result
    │   ├── Expired                 provider.expired     the result, or the price, is no longer held
    │   ├── BadDownload             provider.download    what came is not whole; nothing of it was kept
    │   └── Uncertain               provider.uncertain   it may have taken the job; never sent again
    ├── HostError                   host.bad             the host could not do its part
    │   ├── NothingSelected         host.nothing_selected
    │   └── CannotPlace             host.cannot_place
    ├── WorkError                   work.bad
    │   ├── WorkerLost              work.lost
    │   └── FrameFailed             work.frame
    ├── ModelError                  model.bad            a method of this machine could not do its part
    │   ├── RuntimeAbsent           model.runtime        what runs its network is not installed
    │   ├── WeightsAbsent           model.weights        they are not here, and could not be fetched
    │   ├── WrongWeights            model.hash           a file is not the one that was agreed on
    │   ├── WrongNetwork            model.network        it is no such network: opset, names, shape
    │   └── CutInPlate              model.cut            the plate is cut there, and nobody said to go on
    ├── Cancelled                   cancelled
    └── Unexpected                  unexpected           a fault of ours; the log has the details

An error says what happened in one sentence, what to do about it, and what was kept.
"""

from __future__ import annotations

from .model_errors import CutInPlate, ModelError, RuntimeAbsent, WeightsAbsent, WrongNetwork, WrongWeights
from .problem import Problem, SecondUnitError, codes, raised

__all__ = [
    "BadColor", "BadDownload", "BadFrames", "BadInput", "BadName", "BadPicture", "BadPrompt", "BadSettings",
    "BadValue", "BudgetSpent", "Cancelled", "CannotPlace", "Conflict", "CutInPlate", "DamagedPicture",
    "Denied", "DiskFull", "EmptyFrames", "Expired", "FrameFailed", "HostError", "LedgerError",
    "LedgerTampered", "MissingField", "MissingFrames", "ModelError", "Moderated", "NewerSchema",
    "NoProvenance", "NoRights", "NoVerdict",
    "NotAFile", "NotFound", "NothingSelected", "OutOfRange", "OutsideShow", "PictureTooLarge", "Problem",
    "ProvenanceError", "ProviderAbsent", "ProviderBroken", "ProviderDenied", "ProviderError", "ProviderLacks",
    "ProviderSilent", "RateLimited", "Refused", "ReversedFrames", "RuntimeAbsent", "SecondUnitError",
    "SecretAbsent", "ServiceAbsent", "ServiceError", "ServiceLost", "ServiceMismatch", "StorageError",
    "StorageSilent", "TooManyFrames", "Uncertain", "Unexpected", "UnknownColorSpace", "UnknownConfig",
    "UnknownField", "WeightsAbsent", "WorkError", "WorkerLost", "WrongChannels", "WrongNetwork",
    "WrongOrigin", "WrongToken", "WrongType", "WrongUnit", "WrongWeights", "codes", "raised",
]  # fmt: skip


class BadInput(SecondUnitError):
    code = "input.bad"


class BadValue(BadInput):
    code = "value.bad"


class UnknownField(BadValue):
    code = "value.unknown_field"


class MissingField(BadValue):
    code = "value.missing_field"


class WrongType(BadValue):
    code = "value.wrong_type"


class WrongUnit(BadValue):
    code = "value.wrong_unit"


class OutOfRange(BadValue):
    code = "value.out_of_range"


class NewerSchema(BadValue):
    code = "value.newer_schema"
    default_remedy = "Update Second Unit on this machine."


class BadFrames(BadInput):
    code = "frames.bad"


class EmptyFrames(BadFrames):
    code = "frames.empty"
    default_remedy = "Give at least one frame, for example 1001-1048."


class ReversedFrames(BadFrames):
    code = "frames.reversed"
    default_remedy = "Write the first frame first, for example 1001-1048."


class TooManyFrames(BadFrames):
    code = "frames.too_many"
    default_remedy = "Split the work into shorter ranges."


class MissingFrames(BadFrames):
    code = "frames.missing"
    default_remedy = "Restore the missing frames, or ask for a range that exists."


class BadPicture(BadInput):
    code = "picture.bad"


class DamagedPicture(BadPicture):
    code = "picture.damaged"
    default_remedy = "Copy or render the file again."


class PictureTooLarge(BadPicture):
    code = "picture.too_large"


class WrongChannels(BadPicture):
    code = "picture.channels"


class BadColor(BadInput):
    code = "color.bad"


class UnknownColorSpace(BadColor):
    code = "color.unknown_space"


class UnknownConfig(BadColor):
    code = "color.unknown_config"


class BadPrompt(BadInput):
    code = "prompt.bad"


class BadName(BadInput):
    code = "name.bad"


class NotAFile(BadInput):
    code = "input.not_a_file"
    default_remedy = "Choose a file: frames or a movie that lie on a disk."


class BadSettings(BadInput):
    code = "settings.bad"


class NotFound(SecondUnitError):
    code = "not_found"


class Conflict(SecondUnitError):
    code = "conflict"


class Denied(SecondUnitError):
    code = "denied"


class WrongToken(Denied):
    code = "denied.token"


class WrongOrigin(Denied):
    code = "denied.origin"


class Refused(Denied):
    code = "denied.refused"


class BudgetSpent(Denied):
    code = "denied.budget"
    default_remedy = "Ask whoever keeps the show's rights.toml for more, or make it cheaper."


class NoVerdict(Denied):
    code = "denied.no_verdict"
    default_remedy = "Nothing was sent. Ask the gate first: no rule is kept by going around it."


class OutsideShow(Denied):
    code = "denied.outside_show"
    default_remedy = "Keep it within the show's root, or let root in secondunit.toml name where it is."


class LedgerError(SecondUnitError):
    code = "ledger.bad"


class LedgerTampered(LedgerError):
    code = "ledger.tampered"
    default_remedy = "Keep the file as it is and tell whoever looks after the show's security."


class ProvenanceError(SecondUnitError):
    code = "provenance.bad"


class NoProvenance(ProvenanceError):
    code = "provenance.absent"


class SecretAbsent(SecondUnitError):
    code = "secret.absent"


class StorageError(SecondUnitError):
    code = "storage.bad"


class DiskFull(StorageError):
    code = "storage.full"
    default_remedy = "Free some space, then retry the job: finished frames are not made again."


class NoRights(StorageError):
    code = "storage.rights"
    default_remedy = "Ask for write access, or choose another root in secondunit.toml."


class StorageSilent(StorageError):
    code = "storage.silent"
    default_remedy = "See that the disk or server is there and mounted, then try again: nothing was begun."


class ServiceError(SecondUnitError):
    code = "service.bad"


class ServiceAbsent(ServiceError):
    code = "service.absent"
    default_remedy = "Start it with: secondunit serve"


class ServiceLost(ServiceError):
    code = "service.lost"
    default_remedy = "Running jobs go on; the panel reconnects by itself."


class ServiceMismatch(ServiceError):
    code = "service.mismatch"


class ProviderError(SecondUnitError):
    code = "provider.bad"


class ProviderAbsent(ProviderError):
    code = "provider.absent"
    default_remedy = "Nothing was sent: see that it runs and can be reached, then try again."


class ProviderSilent(ProviderError):
    code = "provider.silent"
    default_remedy = "It is asked again by itself; the job is not sent twice."


class ProviderBroken(ProviderError):
    code = "provider.broken"
    default_remedy = "Try again in a while; if it stays so, tell whoever looks after this provider."


class ProviderDenied(ProviderError):
    code = "provider.denied"
    default_remedy = "Ask whoever keeps the studio's keys and network to look at this provider."


class ProviderLacks(ProviderError):
    code = "provider.lacks"
    default_remedy = "Install what is missing there, or choose another model."


class RateLimited(ProviderError):
    """Too much was asked; `retry_after` is how long the provider asks to be left alone, in seconds."""

    code = "provider.busy"
    default_remedy = "It is asked again by itself when the time is over."

    def __init__(
        self, message: str, *, remedy: str = "", kept: str = "", where: str = "", retry_after: float = 0.0
    ) -> None:
        super().__init__(message, remedy=remedy, kept=kept, where=where)
        self.retry_after = retry_after

    def at(self, where: str) -> SecondUnitError:
        """The same error with `where` put in front of its place."""
        moved = super().at(where)
        assert isinstance(moved, RateLimited)
        moved.retry_after = self.retry_after
        return moved


class Moderated(ProviderError):
    code = "provider.moderated"
    default_remedy = "Change the prompt or the pictures, or choose another provider."


class Expired(ProviderError):
    code = "provider.expired"
    default_remedy = "Retry has it made again; what that costs is paid again."


class BadDownload(ProviderError):
    code = "provider.download"
    default_remedy = "It is fetched again by itself while the provider still holds it."


class Uncertain(ProviderError):
    code = "provider.uncertain"
    default_remedy = "Look at the provider's own list of jobs, then decide whether to send it again."


class HostError(SecondUnitError):
    code = "host.bad"


class NothingSelected(HostError):
    code = "host.nothing_selected"


class CannotPlace(HostError):
    code = "host.cannot_place"


class WorkError(SecondUnitError):
    code = "work.bad"


class WorkerLost(WorkError):
    code = "work.lost"


class FrameFailed(WorkError):
    code = "work.frame"


class Cancelled(SecondUnitError):
    code = "cancelled"


class Unexpected(SecondUnitError):
    code = "unexpected"
    default_remedy = "Retry; if it happens again, send the service log to whoever looks after Second Unit."
