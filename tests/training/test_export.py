"""The exported file keeps the contract with inference."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs torch")
pytest.importorskip("onnx", reason="exporting needs onnx")

from dragoman.language.features import Encoder, batch  # noqa: E402
from tests.training.test_tasks import SENTENCES, VOCAB, tasks  # noqa: E402
from training import encoder as encoder_module  # noqa: E402
from training.export import OnnxReader, quantise, to_onnx  # noqa: E402
from training.model import Reader  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own warnings


@pytest.mark.parametrize("vectors", [False, True])
def test_export_answers_as_torch_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vectors: bool) -> None:
    monkeypatch.setattr(encoder_module, "PIECES", len(VOCAB))
    monkeypatch.setattr(encoder_module, "LAYERS", 4)
    monkeypatch.setattr(encoder_module, "INNER", 64)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    reader = Reader(tasks()).eval()
    encoder = Encoder(VOCAB)
    to_onnx(reader, encoder, tmp_path / "plain.onnx", vectors=vectors)
    exported = OnnxReader(tmp_path / "plain.onnx", threads=1)
    for windows in ([SENTENCES], [SENTENCES[1:2]], [SENTENCES[:2], SENTENCES[2:], SENTENCES[1:2]]):
        arrays = batch([encoder.encode_window([s["forms"] for s in w]) for w in windows])
        inputs = {name: torch.from_numpy(array) for name, array in arrays.items()}
        with torch.inference_mode():
            wanted = reader(inputs)
        found = exported.read(inputs)
        assert (found.keys() == wanted.keys()) is not vectors
        for name, tensor in wanted.items():
            assert found[name].dtype == tensor.dtype
            if name not in ("top_heads", "top_labels"):  # padding has no best head
                assert torch.allclose(found[name].float(), tensor.float(), atol=1e-3), name
        real = inputs["valid"] > 0
        assert torch.equal(found["top_heads"][real][:, 0], wanted["top_heads"][real][:, 0])
        assert torch.equal(found["top_labels"][real][:, 0], wanted["top_labels"][real][:, 0])
        if vectors:
            assert found["vectors"].shape == (*arrays["valid"].shape, encoder_module.WIDTH)
    if not vectors:
        quantise(tmp_path / "plain.onnx", tmp_path / "int8.onnx")
        small = OnnxReader(tmp_path / "int8.onnx", threads=1).read(inputs)
        assert {k: v.shape for k, v in small.items()} == {k: v.shape for k, v in found.items()}
        both = torch.stack([small["entities"].flatten(), found["entities"].flatten()])
        assert float(torch.corrcoef(both)[0, 1]) > 0.9
        sizes = [(tmp_path / name).stat().st_size for name in ("int8.onnx", "plain.onnx")]
        assert sizes[0] < 0.5 * sizes[1]
