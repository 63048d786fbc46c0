"""A small image service: GET /health says what it runs on, POST /classify takes {"pixels": [...]} of one 32 by 32 RGB image."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import torch
import torchvision

SIDE = 32
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
MODEL = torchvision.models.resnet18(weights=None, num_classes=10).eval().to(DEVICE)


def health() -> dict:
    return {"torch": torch.__version__, "cuda": torch.version.cuda, "device": str(DEVICE)}


@torch.inference_mode()
def classify(pixels: list) -> dict:
    image = torch.tensor(pixels, dtype=torch.float32, device=DEVICE).reshape(1, 3, SIDE, SIDE) / 255
    scores = MODEL(image).softmax(dim=1)[0]
    return {"class": int(scores.argmax()), "score": round(float(scores.max()), 4)}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            self.answer(200, health())
        else:
            self.answer(404, {"error": "try /health"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.answer(200, classify(json.loads(body)["pixels"]))
        except (ValueError, KeyError, TypeError, RuntimeError):
            self.answer(400, {"error": f"pixels: {3 * SIDE * SIDE} numbers from 0 to 255"})

    def answer(self, status: int, value: dict):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    print(f"listening on :8000, {health()}", flush=True)
    ThreadingHTTPServer(("", 8000), Handler).serve_forever()
