-- What Orleans needs of a database: a table of queries that it looks up by name, and whatever these queries use. The names of the queries, of their parameters and of the columns that they return are
-- those of Orleans 10; the tables and the statements are our own. It may be run again at any time.

CREATE TABLE IF NOT EXISTS orleansquery (querykey varchar(64) PRIMARY KEY, querytext varchar(8000) NOT NULL);

-- The silos of a cluster, and a version that changes with every change of a silo, so that of two concurrent changes one is refused.
CREATE TABLE IF NOT EXISTS descent_cluster (deployment varchar(150) PRIMARY KEY, version integer NOT NULL DEFAULT 0, changed timestamptz NOT NULL DEFAULT now());

CREATE TABLE IF NOT EXISTS descent_silo
(
    deployment varchar(150) NOT NULL REFERENCES descent_cluster ON DELETE CASCADE,
    address varchar(45) NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    siloname varchar(150) NOT NULL,
    hostname varchar(150) NOT NULL,
    status integer NOT NULL,
    proxyport integer,
    suspecttimes text,
    starttime timestamptz NOT NULL,
    iamalivetime timestamptz NOT NULL,
    PRIMARY KEY (deployment, address, port, generation)
);

-- The states of grains: results of jobs, and studies. The first parts of the key are hashes that Orleans computes.
CREATE TABLE IF NOT EXISTS descent_grain
(
    service varchar(150) NOT NULL,
    typename varchar(512) NOT NULL,
    number0 bigint NOT NULL,
    number1 bigint NOT NULL,
    extension varchar(512) NOT NULL,
    payload bytea,
    version integer NOT NULL,
    changed timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service, typename, number0, number1, extension)
);

-- The reminders of grains: when they are woken, on whichever silo.
CREATE TABLE IF NOT EXISTS descent_reminder
(
    service varchar(150) NOT NULL,
    grain varchar(150) NOT NULL,
    name varchar(150) NOT NULL,
    starttime timestamptz NOT NULL,
    period bigint NOT NULL,
    hash integer NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (service, grain, name)
);

INSERT INTO orleansquery (querykey, querytext) VALUES
('UpsertReminderRowKey',
 'INSERT INTO descent_reminder (service, grain, name, starttime, period, hash, version) VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
  ON CONFLICT (service, grain, name) DO UPDATE SET starttime = excluded.starttime, period = excluded.period, hash = excluded.hash, version = descent_reminder.version + 1
  RETURNING version AS Version'),
('ReadReminderRowsKey',
 'SELECT grain AS GrainId, name AS ReminderName, starttime AS StartTime, period AS Period, version AS Version FROM descent_reminder WHERE service = @ServiceId AND grain = @GrainId'),
('ReadReminderRowKey',
 'SELECT grain AS GrainId, name AS ReminderName, starttime AS StartTime, period AS Period, version AS Version FROM descent_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName'),
('ReadRangeRows1Key',
 'SELECT grain AS GrainId, name AS ReminderName, starttime AS StartTime, period AS Period, version AS Version FROM descent_reminder WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash'),
('ReadRangeRows2Key',
 'SELECT grain AS GrainId, name AS ReminderName, starttime AS StartTime, period AS Period, version AS Version FROM descent_reminder WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)'),
('DeleteReminderRowKey',
 'WITH deleted AS (DELETE FROM descent_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version RETURNING 1) SELECT count(*)::integer FROM deleted'),
('DeleteReminderRowsKey',
 'DELETE FROM descent_reminder WHERE service = @ServiceId'),
('InsertMembershipVersionKey',
 'WITH added AS (INSERT INTO descent_cluster (deployment) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*)::integer FROM added'),
('InsertMembershipKey',
 'WITH free AS (
      UPDATE descent_cluster SET version = version + 1, changed = now()
      WHERE deployment = @DeploymentId AND version = @Version
          AND NOT EXISTS (SELECT 1 FROM descent_silo WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
      RETURNING 1),
  added AS (
      INSERT INTO descent_silo (deployment, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
      SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM free
      RETURNING 1)
  SELECT count(*)::integer FROM added'),
('UpdateMembershipKey',
 'WITH free AS (
      UPDATE descent_cluster SET version = version + 1, changed = now()
      WHERE deployment = @DeploymentId AND version = @Version
          AND EXISTS (SELECT 1 FROM descent_silo WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
      RETURNING 1),
  changed AS (
      UPDATE descent_silo SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime FROM free
      WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
      RETURNING 1)
  SELECT count(*)::integer FROM changed'),
('UpdateIAmAlivetimeKey',
 'UPDATE descent_silo SET iamalivetime = @IAmAliveTime WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),
('MembershipReadRowKey',
 'SELECT c.deployment AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.siloname AS SiloName, s.hostname AS HostName, s.status AS Status, s.proxyport AS ProxyPort,
      s.suspecttimes AS SuspectTimes, s.starttime AS StartTime, s.iamalivetime AS IAmAliveTime, c.version AS Version
  FROM descent_cluster c LEFT JOIN descent_silo s ON s.deployment = c.deployment AND s.address = @Address AND s.port = @Port AND s.generation = @Generation
  WHERE c.deployment = @DeploymentId'),
('MembershipReadAllKey',
 'SELECT c.deployment AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation, s.siloname AS SiloName, s.hostname AS HostName, s.status AS Status, s.proxyport AS ProxyPort,
      s.suspecttimes AS SuspectTimes, s.starttime AS StartTime, s.iamalivetime AS IAmAliveTime, c.version AS Version
  FROM descent_cluster c LEFT JOIN descent_silo s ON s.deployment = c.deployment
  WHERE c.deployment = @DeploymentId'),
('DeleteMembershipTableEntriesKey',
 'DELETE FROM descent_cluster WHERE deployment = @DeploymentId'),
('CleanupDefunctSiloEntriesKey',
 'DELETE FROM descent_silo WHERE deployment = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3'),
('CleanupDefunctSiloEntryKey',
 'DELETE FROM descent_silo WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status <> 3'),
('GatewaysQueryKey',
 'SELECT address AS Address, proxyport AS ProxyPort, generation AS Generation FROM descent_silo WHERE deployment = @DeploymentId AND status = @Status AND proxyport > 0'),
('ReadFromStorageKey',
 'SELECT payload AS PayloadBinary, now() AS Now, version AS Version FROM descent_grain
  WHERE service = @ServiceId AND typename = @GrainTypeString AND number0 = @GrainIdN0 AND number1 = @GrainIdN1 AND extension = coalesce(@GrainIdExtensionString, '''')'),
('WriteToStorageKey',
 'WITH changed AS (
      UPDATE descent_grain SET payload = @PayloadBinary, version = version + 1, changed = now()
      WHERE service = @ServiceId AND typename = @GrainTypeString AND number0 = @GrainIdN0 AND number1 = @GrainIdN1 AND extension = coalesce(@GrainIdExtensionString, '''') AND version = @GrainStateVersion
      RETURNING version),
  added AS (
      INSERT INTO descent_grain (service, typename, number0, number1, extension, payload, version)
      SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1 WHERE @GrainStateVersion IS NULL
      ON CONFLICT DO NOTHING
      RETURNING version)
  SELECT coalesce((SELECT version FROM changed), (SELECT version FROM added), @GrainStateVersion) AS NewGrainStateVersion'),
('ClearStorageKey',
 'UPDATE descent_grain SET payload = NULL, version = version + 1, changed = now()
  WHERE service = @ServiceId AND typename = @GrainTypeString AND number0 = @GrainIdN0 AND number1 = @GrainIdN1 AND extension = coalesce(@GrainIdExtensionString, '''') AND version = @GrainStateVersion
  RETURNING version AS NewGrainStateVersion'),
('DeleteStorageKey',
 'DELETE FROM descent_grain
  WHERE service = @ServiceId AND typename = @GrainTypeString AND number0 = @GrainIdN0 AND number1 = @GrainIdN1 AND extension = coalesce(@GrainIdExtensionString, '''') AND version = @GrainStateVersion
  RETURNING version + 1 AS NewGrainStateVersion')
ON CONFLICT (querykey) DO UPDATE SET querytext = excluded.querytext;
