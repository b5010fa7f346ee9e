"""health.py - asks this container's own health endpoint. For HEALTHCHECK of Docker and of ECS.

Streamlit serves /_stcore/health itself. The image has no curl, so Python asks; exit code 0 is healthy.
"""
import os
import sys
from urllib.request import urlopen


# #region health
def healthy() -> bool:
    port = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
    address = f"http://127.0.0.1:{port}/_stcore/health"
    try:
        with urlopen(address, timeout=4) as answer:
            return answer.status == 200
    except OSError:
        return False
# #endregion


if __name__ == "__main__":
    sys.exit(0 if healthy() else 1)
