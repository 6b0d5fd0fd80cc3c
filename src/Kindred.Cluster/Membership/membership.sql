-- Where the nodes of a cluster find one another. Orleans reads its queries from the table orleansquery and runs nothing else; it asks for
-- these names of queries, parameters and columns. Everything may run any number of times.

CREATE TABLE IF NOT EXISTS member_versions
(
    cluster text PRIMARY KEY,
    version integer NOT NULL DEFAULT 0,
    changed timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS members
(
    cluster text NOT NULL REFERENCES member_versions (cluster),
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    name text NOT NULL,
    host text NOT NULL,
    status integer NOT NULL,
    proxy_port integer NOT NULL,
    suspected text,
    started timestamptz NOT NULL,
    alive timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

-- What nodes say of themselves; nothing but status reads it.
CREATE TABLE IF NOT EXISTS node_reports
(
    cluster text NOT NULL,
    address text NOT NULL,
    revision bigint NOT NULL,
    searched integer[] NOT NULL,
    partitions integer NOT NULL,
    said timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (cluster, address)
);

CREATE TABLE IF NOT EXISTS orleansquery
(
    querykey text PRIMARY KEY,
    querytext text NOT NULL
);

INSERT INTO orleansquery (querykey, querytext) VALUES

-- A version counts the changes of members. Whoever changes one says which version they saw; of two at once, one sees nothing change.

('InsertMembershipVersionKey', $$
WITH added AS (
    INSERT INTO member_versions (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*)::integer FROM added
$$),

('InsertMembershipKey', $$
WITH counted AS (
    UPDATE member_versions SET version = version + 1, changed = now()
    WHERE cluster = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT 1 FROM members
        WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1),
added AS (
    INSERT INTO members (cluster, address, port, generation, name, host, status, proxy_port, started, alive)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM counted
    RETURNING 1)
SELECT count(*)::integer FROM added
$$),

('UpdateMembershipKey', $$
WITH counted AS (
    UPDATE member_versions SET version = version + 1, changed = now()
    WHERE cluster = @DeploymentId AND version = @Version AND EXISTS (
        SELECT 1 FROM members
        WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1),
updated AS (
    UPDATE members SET status = @Status, suspected = @SuspectTimes, alive = greatest(alive, @IAmAliveTime)
    FROM counted
    WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1)
SELECT count(*)::integer FROM updated
$$),

('UpdateIAmAlivetimeKey', $$
UPDATE members SET alive = greatest(alive, @IAmAliveTime)
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),

-- Without a member there is still a row, with the version.

('MembershipReadRowKey', $$
SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.name AS SiloName, m.host AS HostName,
    m.status AS Status, m.proxy_port AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime,
    v.version AS Version
FROM member_versions v
LEFT JOIN members m ON m.cluster = v.cluster AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.cluster = @DeploymentId
$$),

('MembershipReadAllKey', $$
SELECT v.cluster AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.name AS SiloName, m.host AS HostName,
    m.status AS Status, m.proxy_port AS ProxyPort, m.suspected AS SuspectTimes, m.started AS StartTime, m.alive AS IAmAliveTime,
    v.version AS Version
FROM member_versions v
LEFT JOIN members m ON m.cluster = v.cluster
WHERE v.cluster = @DeploymentId
$$),

('GatewaysQueryKey', $$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM members
WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
$$),

('DeleteMembershipTableEntriesKey', $$
WITH gone AS (DELETE FROM members WHERE cluster = @DeploymentId)
DELETE FROM member_versions WHERE cluster = @DeploymentId
$$),

-- 6 is dead.

('CleanupDefunctSiloEntriesKey', $$
DELETE FROM members
WHERE cluster = @DeploymentId AND status = 6 AND alive < @IAmAliveTime AND started < @IAmAliveTime AND coalesce(suspected, '') = ''
$$),

('CleanupDefunctSiloEntryKey', $$
DELETE FROM members
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND status = 6
    AND alive = @IAmAliveTime AND started = @StartTime AND coalesce(suspected, '') = coalesce(@SuspectTimes, '')
$$)

ON CONFLICT (querykey) DO UPDATE SET querytext = excluded.querytext;
