-- The payment sandbox is the other party: it has books of its own. Runs when the volume is made; the shop never looks here.
create database sandbox owner holdfast;
