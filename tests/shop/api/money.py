"""Prices in whole cents."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Price:
    cents: int

    def __str__(self) -> str:
        return f"{self.cents // 100}.{self.cents % 100:02d} €"

    def times(self, amount: int) -> "Price":
        return Price(self.cents * amount)
