from django import forms
from django.forms import ModelForm, modelform_factory
from django.views.generic import CreateView
from rest_framework import serializers


class UserForm(ModelForm):
    class Meta:
        model = User
        # ruleid: py.all-form-fields
        fields = "__all__"


class OrderForm(Mixin, forms.ModelForm):
    class Meta:
        # ruleid: py.all-form-fields
        fields = "__all__"
        model = Order


class NewUser(CreateView):
    model = User
    # ruleid: py.all-form-fields
    fields = "__all__"


# ruleid: py.all-form-fields
TicketForm = modelform_factory(Ticket, fields="__all__")


class NamedForm(ModelForm):
    class Meta:
        model = User
        # ok: py.all-form-fields
        fields = ["name", "mail"]


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        # ok: py.all-form-fields
        fields = "__all__"


class Table:
    # ok: py.all-form-fields
    fields = "__all__"


# ok: py.all-form-fields
NoteForm = modelform_factory(Note, fields=["text"])


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        # ruleid: py.all-form-fields
        exclude = []


class ShortSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        # ok: py.all-form-fields
        exclude = ["author"]
