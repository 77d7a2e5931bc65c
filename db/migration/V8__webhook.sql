create schema webhook;
