-- The first schema; with what makes a splitter stumble: a ; and a -- inside of texts, and a trigger of several statements.
CREATE TABLE plant (
  id TEXT NOT NULL PRIMARY KEY,
  note TEXT NOT NULL DEFAULT 'semi;colon -- no comment', -- a comment; with a semicolon
  CONSTRAINT ck_plant_note CHECK (note <> 'it''s')
);
CREATE TABLE log (id TEXT NOT NULL PRIMARY KEY);

CREATE TRIGGER tr_plant_added AFTER INSERT ON plant
BEGIN
  INSERT INTO log (id) VALUES (NEW.id || '-1');
  INSERT INTO log (id) VALUES (NEW.id || '-2');
END;

INSERT INTO plant (id) VALUES ('a');
-- The end.
