from api.money import Price


def test_prices_show_two_digits():
    assert str(Price(1205)) == "12.05 €"


def test_prices_multiply_exactly():
    assert Price(1999).times(3) == Price(5997)
