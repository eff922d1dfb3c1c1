"""Which language a story is in."""

import subprocess
import sys

import pytest

from dragoman.language.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The foreign minister said on Monday that talks with the rebels would go on in Nairobi.", "en"),
        ("Le ministre des affaires étrangères a déclaré lundi que les négociations continueraient.", "fr"),
        ("Der Außenminister sagte am Montag, die Gespräche mit den Rebellen würden fortgesetzt.", "de"),
        ("El ministro de Exteriores dijo el lunes que las conversaciones continuarían en Nairobi.", "es"),
        ("Министр иностранных дел заявил в понедельник, что переговоры продолжатся.", "ru"),
        ("قال وزير الخارجية يوم الاثنين إن المحادثات مع المتمردين ستستمر", "ar"),
        ("外交部长周一表示,与反叛分子的谈判将继续在内罗毕举行。", "zh"),
        ("外務大臣は月曜日に協議を続けると述べました。", "ja"),
        ("Dışişleri bakanı pazartesi günü görüşmelerin süreceğini söyledi.", "tr"),
        ("Waziri wa mambo ya nje alisema Jumatatu kwamba mazungumzo yataendelea Nairobi.", "sw"),
        ("MINISTER SAYS TALKS WITH REBELS WILL GO ON IN NAIROBI", "en"),
    ],
)
def test_languages(text, language):
    found, probability = detect(text)
    assert found == language
    assert probability > 0.5


@pytest.mark.parametrize("text", ["", "  \n", "12:30 — 5%", "😀😀", "https://example.org/le-monde"])
def test_without_letters_nothing_is_known(text):
    assert detect(text) == ("und", 0.0)


def test_a_few_letters_are_taken_for_english_unless_their_script_says_otherwise():
    assert detect("Merci!") == ("en", 0.5)
    assert detect("Москва")[0] == "ru"
    assert detect("東京")[0] == "zh"
    assert detect("평양")[0] == "ko"


def test_the_title_helps_a_short_text():
    assert detect("Nairobi.", title="Les négociations avec les rebelles vont continuer")[0] == "fr"


def test_only_the_first_part_of_a_long_text_is_read():
    english = "The minister said that the talks would go on. " * 100
    assert detect(english + "Le ministre a dit que les négociations continueraient. " * 1000)[0] == "en"


def test_nothing_is_loaded_at_import():
    code = (
        "import sys, dragoman.language; "
        "print([m for m in ('py3langid', 'spacy', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
