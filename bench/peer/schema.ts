/** The same books as Palais keeps, in tables: the venue's counter, registrations, the guard of a person, the journal. */
export const schema = `
CREATE TABLE conference (
  conference_id text PRIMARY KEY,
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  categories text[] NOT NULL,
  waiting_list boolean NOT NULL
);

CREATE TABLE venue (
  conference_id text PRIMARY KEY REFERENCES conference,
  cap integer NOT NULL,
  taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0)
) WITH (fillfactor = 50);

CREATE TABLE registration (
  registration_id text PRIMARY KEY,
  conference_id text NOT NULL,
  version integer NOT NULL,
  accreditation text NOT NULL,
  seat text NOT NULL,
  category text NOT NULL,
  submitted_at timestamptz NOT NULL,
  last_change text NOT NULL,
  data jsonb NOT NULL
);
CREATE INDEX ON registration (conference_id, accreditation, submitted_at);
CREATE INDEX ON registration (conference_id, submitted_at) WHERE seat = 'waiting';

CREATE TABLE person (
  conference_id text NOT NULL,
  address_digest text NOT NULL,
  registration_id text NOT NULL,
  PRIMARY KEY (conference_id, address_digest)
);

CREATE TABLE journal (
  change_id text PRIMARY KEY,
  conference_id text NOT NULL,
  at timestamptz NOT NULL,
  data jsonb NOT NULL,
  mail text NOT NULL,
  mail_state text NOT NULL DEFAULT 'promised'
);
CREATE INDEX ON journal (at) WHERE mail_state <> 'sent';
`;
