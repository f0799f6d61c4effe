"""Amazon Bedrock: Luma Ray2 for movies, and the Stability Image Services for pictures.

It knows botocore; no socket of botocore's opens, as every call goes out through the door.
"""

from .provider import Bedrock

__all__ = ["Bedrock"]
