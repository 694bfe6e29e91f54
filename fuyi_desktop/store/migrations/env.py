"""Runs the revisions on the connection that the store hands in, within its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,
    transactional_ddl=True,  # the store's transaction is a real one, tables included
    transaction_per_migration=False,
)
context.run_migrations()
