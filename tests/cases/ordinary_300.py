"""Orders API: customers place orders, the warehouse ships them, billing reads the totals."""

from __future__ import annotations

import csv
import enum
import hashlib
import io
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Query, Request, status
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import ForeignKey, Numeric, String, create_engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm import selectinload, sessionmaker

logger = logging.getLogger("orders")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides; every value has a default for local work."""

    database_url: str = os.environ.get("ORDERS_DATABASE_URL", "sqlite:///orders.db")
    slips_dir: Path = Path(os.environ.get("ORDERS_SLIPS_DIR", "var/slips"))
    shipping_url: str = os.environ.get("ORDERS_SHIPPING_URL", "https://shipping.example.com")
    cache_seconds: int = int(os.environ.get("ORDERS_CACHE_SECONDS", "30"))


settings = Settings()
engine = create_engine(settings.database_url, pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """Common base of the tables."""


class OrderStatus(enum.StrEnum):
    """The life of an order; only open orders may still be changed."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


ALLOWED_MOVES = {
    OrderStatus.OPEN: {OrderStatus.CONFIRMED, OrderStatus.CANCELLED},
    OrderStatus.CONFIRMED: {OrderStatus.SHIPPED, OrderStatus.CANCELLED},
}


class Order(Base):
    """One order of one customer."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True, index=True)
    customer_id: Mapped[int] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(12), default=OrderStatus.OPEN.value)
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    lines: Mapped[list[OrderLine]] = relationship(back_populates="order")

    @property
    def total(self) -> Decimal:
        """The sum of the lines, before tax."""
        return sum((line.quantity * line.unit_price for line in self.lines), Decimal("0.00"))


class OrderLine(Base):
    """One article of an order."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    article: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]
    unit_price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    order: Mapped[Order] = relationship(back_populates="lines")


class LineIn(BaseModel):
    """A line, as clients send and see it."""

    model_config = ConfigDict(from_attributes=True)

    article: str = Field(min_length=3, max_length=40)
    quantity: int = Field(gt=0, le=10_000)
    unit_price: Decimal = Field(ge=0, max_digits=10, decimal_places=2)

    @field_validator("article")
    @classmethod
    def upper_case(cls, value: str) -> str:
        return value.strip().upper()


class OrderIn(BaseModel):
    """A new order."""

    customer_id: int = Field(gt=0)
    note: str = Field(default="", max_length=500)
    lines: list[LineIn] = Field(min_length=1, max_length=200)


class OrderOut(BaseModel):
    """An order as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    number: str
    customer_id: int
    status: OrderStatus
    note: str
    created_at: datetime
    total: Decimal
    lines: list[LineIn]


class ShippingError(RuntimeError):
    """The shipping service did not accept the parcel."""


class TimedCache:
    """A small cache in memory whose entries expire after a fixed time."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._entries: dict[str, tuple[float, Any]] = {}

    def get(self, key: str) -> Any | None:
        entry = self._entries.get(key)
        if entry is None or entry[0] < time.monotonic():
            self._entries.pop(key, None)
            return None
        return entry[1]

    def put(self, key: str, value: Any) -> None:
        self._entries[key] = (time.monotonic() + self._seconds, value)


report_cache = TimedCache(settings.cache_seconds)


def cache_key(name: str, **parts: object) -> str:
    """A short key for a report and its parameters, independent of their order."""
    packed = json.dumps([name, parts], sort_keys=True, default=str)
    return hashlib.md5(packed.encode()).hexdigest()


def get_session() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


DbSession = Annotated[Session, Depends(get_session)]


def find_order(session: Session, number: str) -> Order:
    """The order with this number; 404 if there is none."""
    query = select(Order).options(selectinload(Order.lines)).where(Order.number == number)
    order = session.scalars(query).one_or_none()
    if order is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no such order")
    return order


def next_number(session: Session) -> str:
    """The next free number of this year, such as 2024-000017."""
    year = datetime.now(UTC).year
    count = text("SELECT COUNT(*) FROM orders WHERE number LIKE :prefix")
    taken = session.execute(count, {"prefix": f"{year}-%"}).scalar_one()
    return f"{year}-{taken + 1:06d}"


def announce_parcel(order: Order) -> str:
    """Tell the shipping service about the parcel; the tracking code comes back."""
    payload = {
        "reference": order.number,
        "items": [{"sku": line.article, "count": line.quantity} for line in order.lines],
    }
    try:
        answer = httpx.post(f"{settings.shipping_url}/v1/parcels", json=payload, timeout=4)
        answer.raise_for_status()
        return str(answer.json()["tracking_code"])
    except (httpx.HTTPError, KeyError, ValueError) as error:
        raise ShippingError(f"parcel for order {order.number} was not accepted") from error


router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", response_model=OrderOut, status_code=status.HTTP_201_CREATED)
def place_order(body: OrderIn, session: DbSession) -> Order:
    order = Order(number=next_number(session), customer_id=body.customer_id, note=body.note)
    order.lines = [OrderLine(**line.model_dump()) for line in body.lines]
    session.add(order)
    try:
        session.commit()
    except IntegrityError as error:
        raise HTTPException(status.HTTP_409_CONFLICT, "number was taken, try again") from error
    logger.info("order %s placed with %d lines", order.number, len(order.lines))
    return order


@router.get("", response_model=list[OrderOut])
def search_orders(
    session: DbSession,
    q: str = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Order]:
    query = select(Order).options(selectinload(Order.lines)).order_by(Order.id.desc()).limit(limit)
    if q:
        query = query.where(Order.note.icontains(q, autoescape=True))
    found = list(session.scalars(query))
    logger.info("search for '%s' found %d orders", q, len(found))
    return found


@router.get("/report")
def daily_report(session: DbSession, days: Annotated[int, Query(ge=1, le=366)] = 30) -> Response:
    """Turnover per day as CSV."""
    since = date.today() - timedelta(days=days)
    key = cache_key("daily", since=since)
    content = report_cache.get(key)
    if content is None:
        day = func.date(Order.created_at)
        amount = func.sum(OrderLine.quantity * OrderLine.unit_price)
        query = select(day, amount).join(Order.lines).where(day >= since).group_by(day)
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(["day", "amount"])
        writer.writerows(session.execute(query).tuples())
        content = buffer.getvalue()
        report_cache.put(key, content)
    return Response(content, media_type="text/csv")


@router.get("/slips/{name:path}")
def packing_slip(name: str) -> FileResponse:
    """The packing slip the warehouse has left in the shared folder."""
    path = settings.slips_dir / name
    if not path.is_file():
        raise HTTPException(status.HTTP_404_NOT_FOUND, "no slip yet")
    return FileResponse(path, media_type="application/pdf")


@router.get("/{number}", response_model=OrderOut)
def read_order(number: str, session: DbSession) -> Order:
    return find_order(session, number)


@router.post("/{number}/note")
def change_note(
    number: str, note: Annotated[str, Form(max_length=500)], session: DbSession, back: str = "/"
) -> RedirectResponse:
    """The form of the back office; the browser returns to the page it came from."""
    find_order(session, number).note = note
    session.commit()
    return RedirectResponse(back, status.HTTP_303_SEE_OTHER)


@router.post("/{number}/status/{target}", response_model=OrderOut)
def move_order(number: str, target: OrderStatus, session: DbSession) -> Order:
    """Move an order on; shipping it announces the parcel first."""
    order = find_order(session, number)
    if target not in ALLOWED_MOVES.get(OrderStatus(order.status), ()):
        raise HTTPException(status.HTTP_409_CONFLICT, f"{order.status} cannot become {target}")
    if target is OrderStatus.SHIPPED:
        logger.info("order %s ships as %s", order.number, announce_parcel(order))
    order.status = target.value
    session.commit()
    return order


@asynccontextmanager
async def lifespan(_: FastAPI):
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(title="Orders", lifespan=lifespan)
app.include_router(router)


@app.exception_handler(ShippingError)
def shipping_failed(_: Request, error: ShippingError) -> JSONResponse:
    logger.warning("%s", error, exc_info=error)
    return JSONResponse({"detail": str(error)}, status.HTTP_502_BAD_GATEWAY)
