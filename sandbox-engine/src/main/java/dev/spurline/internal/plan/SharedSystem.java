// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Systems by which a workload does more than answer requests, and by which words it is told of them. What a fork does with
 * them concerns everybody, key or not. docs/shared-systems.md lists them.
 */
enum SharedSystem {
    KAFKA(Kind.QUEUE, "Kafka", "kafka|\\bred ?panda\\b", "springkafkalistenerautostartup"),
    RABBIT(Kind.QUEUE, "RabbitMQ", "amqp|rabbit", "springrabbitmqlistenersimpleautostartup"),
    JMS(
            Kind.QUEUE,
            "JMS",
            "\\bjms|\\bactive ?mq|\\bartemis|\\bibm ?mq|\\bwebsphere ?mq|\\bsolace",
            "springjmslistenerautostartup"),
    ROCKET(Kind.QUEUE, "RocketMQ", "\\brocket ?mq"),
    SQS(Kind.QUEUE, "SQS", "\\bsqs\\b", "springcloudawssqsenabled"),
    KINESIS(Kind.QUEUE, "Kinesis", "\\bkinesis"),
    PUB_SUB(Kind.QUEUE, "Pub/Sub", "\\bpub ?sub\\b", "springcloudgcppubsubenabled"),
    SERVICE_BUS(Kind.QUEUE, "Service Bus", "\\bservice ?bus\\b"),
    EVENT_HUBS(Kind.QUEUE, "Event Hubs", "\\bevent ?hubs?\\b"),
    NATS(Kind.QUEUE, "NATS", "\\bnats\\b|\\bjet ?stream\\b"),
    PULSAR(Kind.QUEUE, "Pulsar", "\\bpulsar", "springpulsarlistenerautostartup"),
    MQTT(Kind.QUEUE, "MQTT", "\\bmqtt|\\bmosquitto\\b"),
    REDIS_STREAMS(Kind.QUEUE, "Redis streams", "\\bredis\\b.{0,40}\\bstreams?\\b|\\bstreams?\\b.{0,40}\\bredis\\b"),
    TASK_QUEUES(
            Kind.QUEUE,
            "a task queue",
            "\\bcelery|\\bsidekiq|\\bresque\\b|\\bbull ?mq\\b|\\bbull queue|\\bdramatiq|\\bhangfire|\\bfaktory\\b"
                    + "|\\bbeanstalkd?\\b|\\bgearman\\b|\\bnsqd?\\b|\\bactive ?job\\b|\\bgood ?job\\b|\\bdelayed ?job\\b"
                    + "|\\boban\\b|\\bmass ?transit\\b|\\bspring cloud stream\\b"),
    DEBEZIUM(Kind.QUEUE, "Debezium", "\\bdebezium"),
    WORKFLOWS(
            Kind.QUEUE,
            "a workflow engine",
            "\\btemporal (io|host|address|target|namespace|task|frontend|worker|server)|\\btemporalio\\b"
                    + "|\\btemporal\\b.{0,30}\\b7233\\b|\\bcadence (host|domain|task)|\\bcamunda|\\bzeebe|\\bflowable"
                    + "|\\bnetflix conductor\\b|\\bconductor (server|url)"),
    CONSUMER_GROUP(Kind.QUEUE, "a consumer group", "\\bconsumer ?groups?\\b|\\bqueue (url|name|host)\\b"),

    QUARTZ(Kind.SCHEDULER, "Quartz", "\\bquartz", "springquartzautostartup"),
    SHED_LOCK(Kind.SCHEDULER, "ShedLock", "\\bshed ?lock"),
    JOB_RUNNERS(
            Kind.SCHEDULER,
            "a job runner",
            "\\bjob ?runr|\\bdb ?scheduler\\b|\\bxxl ?job|\\belastic ?job|\\bpower ?job|\\bairflow|\\bspring batch\\b"
                    + "|\\bcelery ?beat"),
    CRON(Kind.SCHEDULER, "a scheduler", "(?<!reactor )schedul|\\bcron"),

    FLYWAY(
            Kind.MIGRATION,
            "Flyway",
            "\\bflyway",
            "springflywayenabled",
            "flywayenabled",
            "quarkusflywaymigrateatstart",
            "quarkusflywayactive"),
    LIQUIBASE(
            Kind.MIGRATION,
            "Liquibase",
            "\\bliquibase",
            "springliquibaseenabled",
            "liquibaseenabled",
            "liquibaseshouldrun",
            "quarkusliquibasemigrateatstart",
            "quarkusliquibaseactive"),
    HIBERNATE(
            Kind.MIGRATION,
            "Hibernate",
            "\\b(ddl ?auto|hbm ?2 ?ddl(?: ?auto)?|schema management strategy|database generation) ?(update|create)"),
    OTHER_MIGRATIONS(
            Kind.MIGRATION,
            "a migration",
            "\\bmigrat(e|es|ion|ions|or)\\b|\\balembic\\b|\\bgoose\\b.{0,80}\\bup\\b|\\bdbmate\\b|\\bsqitch\\b|\\bskeema\\b"
                    + "|\\bmongock|\\bdb (prepare|setup|schema load|push)\\b|\\bef database update\\b|\\batlas schema apply\\b"
                    + "|\\bmigrateup\\b|\\bdoctrine schema update\\b|\\bphinx\\b"),

    HAZELCAST(Kind.CLUSTER, "Hazelcast", "\\bhazelcast"),
    INFINISPAN(Kind.CLUSTER, "Infinispan", "\\binfinispan|\\bjgroups"),
    IGNITE(Kind.CLUSTER, "Ignite", "\\bignite\\b"),
    ACTORS(Kind.CLUSTER, "a cluster of actors", "\\b(akka|pekko) cluster\\b|\\borleans\\b|\\brelease distribution\\b"),

    EUREKA(
            Kind.REGISTRY,
            "Eureka",
            "^(?!quarkus stork .*service discovery ).*\\beureka\\b(?! sd\\b)",
            "eurekaclientregisterwitheureka",
            "eurekaclientenabled",
            "eurekaclientregistrationenabled",
            "eurekaclientshouldregisterwitheureka",
            "eurekaregister"),
    CONSUL(
            Kind.REGISTRY,
            "Consul",
            "^(?!spring cloud consul config |consul http |consul hashicorp com |quarkus stork .*service discovery ).*\\bconsul\\b(?! (config|sd)\\b)",
            "springcloudconsuldiscoveryregister",
            "springcloudconsuldiscoveryenabled",
            "springcloudconsulserviceregistryenabled",
            "springcloudconsulenabled",
            "consulregister",
            "consulclientregistrationenabled",
            "consuldiscoveryregister",
            "consuldiscoveryenabled"),
    CONNECT(Kind.REGISTRY, "Consul", "^consul hashicorp com connect service\\b"),
    /** Where Consul's own clients find it, whatever they ask it for: developer.hashicorp.com/consul/commands. */
    CONSUL_CLIENT(
            Kind.REGISTRY_ADDRESS,
            "Consul",
            "^consul http addr\\b",
            "springcloudconsuldiscoveryregister",
            "springcloudconsuldiscoveryenabled",
            "consulregister"),
    NACOS(
            Kind.REGISTRY,
            "Nacos",
            "^(?!spring cloud nacos config ).*\\bnacos(?! (config|sd)\\b)",
            "springcloudnacosdiscoveryregisterenabled",
            "springcloudnacosdiscoveryenabled",
            "nacosregister"),
    ZOOKEEPER(
            Kind.REGISTRY,
            "ZooKeeper",
            "^(?!spring cloud zookeeper config ).*(\\bcloud zookeeper\\b(?! config\\b)"
                    + "|\\bzoo ?keeper (discovery|registry)\\b|\\b(discovery|registry)\\b.{0,40}\\bzoo ?keeper\\b)",
            "springcloudzookeeperdiscoveryregister",
            "springcloudzookeeperdiscoveryenabled",
            "springcloudzookeeperenabled"),
    /** Told of ZooKeeper, and not what for. */
    ZOOKEEPER_CLIENT(
            Kind.REGISTRY,
            "ZooKeeper",
            "^(?!spring cloud zookeeper config ).*\\b(zoo ?keeper|zk (connect|hosts?|servers?|quorum|url|address))",
            "springcloudzookeeperdiscoveryregister",
            "springcloudzookeeperdiscoveryenabled",
            "springcloudzookeeperenabled"),
    DUBBO(Kind.REGISTRY, "a registry of Dubbo", "\\bdubbo registr(?!y address n a\\b)", "dubboregistryregister"),
    /** Catalogs of Iceberg have the same name: the bare word is none. */
    POLARIS(
            Kind.REGISTRY,
            "Polaris",
            "^(?!spring cloud polaris config ).*(\\bcloud polaris\\b(?! config\\b)"
                    + "|\\bpolaris (discovery|registry|naming|server ?connector)\\b"
                    + "|\\b(discovery|registry)\\b.{0,40}\\bpolaris\\b|\\bpolaris\\b.{0,20}\\b8091\\b)",
            "springcloudpolarisdiscoveryregister",
            "springcloudpolarisdiscoveryenabled",
            "springcloudpolarisenabled"),
    SERVICE_COMB(
            Kind.REGISTRY,
            "ServiceComb",
            "\\bservice ?comb (discovery|registry|service)\\b",
            "springcloudservicecombdiscoveryenabled"),
    /** Its operator has one Service for each app ID, and lets that select the pods of the Deployment that it has seen last. */
    DAPR(Kind.REGISTRY, "Dapr", "^dapr io app id\\b"),
    ETCD(
            Kind.REGISTRY,
            "etcd",
            "\\betcd\\b.{0,40}\\b(registry|discovery)\\b|\\b(registry|discovery)\\b.{0,40}\\betcd\\b");

    /** What a workload does with a system. */
    enum Kind {
        /** It takes what others put there. */
        QUEUE,
        /** It begins work by the clock. */
        SCHEDULER,
        /** It changes tables when it starts. */
        MIGRATION,
        /** It shares data and work with other pods of its kind. */
        CLUSTER,
        /** It says there where it can be called. */
        REGISTRY,
        /** It knows where a registry is, and whether it registers itself there nobody says. */
        REGISTRY_ADDRESS
    }

    /** They say that there is something of their kind, and others what that is. */
    private static final Set<SharedSystem> GENERIC = EnumSet.of(CONSUMER_GROUP, CRON, OTHER_MIGRATIONS);

    /** Who runs an image of one, or has a certificate for one, need not register there. */
    private static final Set<WorkloadHint.Origin> TELLING_NO_REGISTRY =
            EnumSet.of(WorkloadHint.Origin.IMAGE, WorkloadHint.Origin.SECRET_FILE);

    /** Names of variables that say whether there is something at all, such as {@code KAFKA_ENABLED}. */
    private static final Pattern SWITCH = Pattern.compile(".*(enabled?|active|register|onstart(up)?|migrate)");

    /** {@code KAFKA_SSL_ENABLED=false} says how it is used, and {@code MANAGEMENT_HEALTH_RABBIT_ENABLED} who asks for it. */
    private static final Pattern ASPECT = Pattern.compile(
            "\\b(ssl|m?tls|auth|authentication|sasl|acl|metrics|health|health ?check|retry|tracing|debug"
                    + "|logging|heartbeat|watch|dashboard|compression|idempotence|transactions?)\\b");

    /** What makes use of ZooKeeper for itself: who is told of it knows ZooKeeper for its sake. */
    private static final Pattern USERS_OF_ZOOKEEPER =
            Pattern.compile("\\b(kafka|solr|hbase|druid|pulsar|clickhouse|hadoop|debezium)");

    private static final List<String> EVERY_REGISTRY =
            List.of("springclouddiscoveryenabled", "springcloudserviceregistryautoregistrationenabled");

    private final Kind kind;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // A Pattern cannot be changed.
    private final Pattern words;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed.
    private final List<String> switches;

    SharedSystem(Kind kind, String title, String words, String... switches) {
        this.kind = kind;
        this.title = title;
        this.words = Pattern.compile(words);
        this.switches = List.of(switches);
    }

    Kind kind() {
        return kind;
    }

    String title() {
        return title;
    }

    boolean generic() {
        return GENERIC.contains(this);
    }

    /** Returns whether a hint tells of it. */
    boolean namedBy(WorkloadHint hint) {
        boolean telling = kind != Kind.REGISTRY
                || !(TELLING_NO_REGISTRY.contains(hint.origin()) || hint.database() || hint.ownName());
        boolean another = this == CRON && hint.address();
        return telling && !another && !hint.off() && words.matcher(hint.words()).find();
    }

    /** Returns whether a workload that is told all this uses it. */
    boolean foundIn(List<WorkloadHint> hints) {
        return hints.stream().anyMatch(this::namedBy)
                && hints.stream().noneMatch(this::switchedOffBy)
                && !explainedBy(hints);
    }

    /** Returns whether what a workload is told has another reason, that is told of by itself. */
    private boolean explainedBy(List<WorkloadHint> hints) {
        return this == ZOOKEEPER_CLIENT
                && hints.stream()
                        .anyMatch(
                                hint -> USERS_OF_ZOOKEEPER.matcher(hint.words()).find());
    }

    /** Returns whether a hint switches it off: by a property of Spring, Quarkus and others, or by its name. */
    private boolean switchedOffBy(WorkloadHint hint) {
        return switches().anyMatch(hint::switchesOff) || (hint.off() && switchedOffByName(hint));
    }

    private Stream<String> switches() {
        return Stream.concat(switches.stream(), kind == Kind.REGISTRY ? EVERY_REGISTRY.stream() : Stream.empty());
    }

    private boolean switchedOffByName(WorkloadHint hint) {
        return SWITCH.matcher(hint.plainName()).matches()
                && !ASPECT.matcher(hint.words()).find()
                && words.matcher(hint.words()).find();
    }
}
