// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.plan.SharedSystem.Kind;
import dev.spurline.internal.plan.WorkloadHint.Origin;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSystemTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EUREKA_CLIENT_SERVICEURL_DEFAULTZONE=http://registry:8761/eureka",
                "SPRING_CLOUD_CONSUL_HOST=consul",
                "SPRING_CLOUD_NACOS_DISCOVERY_SERVER_ADDR=nacos:8848",
                "SPRING_CLOUD_ZOOKEEPER_CONNECT_STRING=zk:2181",
                "ZOOKEEPER_HOST=zk",
                "DUBBO_REGISTRY_ADDRESS=zookeeper://zk:2181",
                "SPRING_CLOUD_POLARIS_ADDRESS=grpc://naming:8091",
                "POLARIS_DISCOVERY_TOKEN=secret",
                "SERVER_CONNECTOR=grpc://polaris:8091",
                "ETCD_REGISTRY=http://etcd:2379"
            })
    void findsRegistriesWherePodsAreToldOfThem(String variable) {
        assertThat(registries(variable)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EUREKA_CLIENT_HEALTHCHECK_ENABLED=false",
                "EUREKA_CLIENT_TLS_ENABLED=false",
                "EUREKA_CLIENT_FETCH_REGISTRY=false",
                "MANAGEMENT_HEALTH_EUREKA_ENABLED=false",
                "SPRING_CLOUD_CONSUL_CONFIG_ENABLED=false"
            })
    void whatIsSwitchedOffMayBeAnotherThing(String variable) {
        assertThat(registries("EUREKA_URI=http://registry:8761", "SPRING_CLOUD_CONSUL_HOST=agent", variable))
                .containsExactly(SharedSystem.EUREKA, SharedSystem.CONSUL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EUREKA_CLIENT_REGISTER_WITH_EUREKA=false",
                "EUREKA_ENABLED=false",
                "JAVA_TOOL_OPTIONS=-Xmx1g -Deureka.client.register-with-eureka=false -ea",
                "JDK_JAVA_OPTIONS=-Deureka.client.enabled=false",
                "SPRING_CLOUD_DISCOVERY_ENABLED=false"
            })
    void registeringIsSwitchedOffByVariablesAndOptions(String variable) {
        assertThat(registries("EUREKA_URI=http://registry:8761/eureka", variable))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_HOST=orders.service.consul",
                "VAULT_ADDR=https://active.vault.service.dc1.consul:8200",
                "SPRING_CLOUD_CONSUL_CONFIG_PREFIXES=shop/consul",
                "SPRING_CLOUD_NACOS_CONFIG_SERVER_ADDR=nacos:8848",
                "DUBBO_REGISTRY_ADDRESS=N/A",
                "ICEBERG_CATALOG_URI=http://polaris:8181/api/catalog",
                "SPRING_DATASOURCE_URL=jdbc:postgresql://db/polaris",
                "SPRING_DATASOURCE_URL=jdbc:postgresql://db/consul?sslmode=require",
                "DATABASE_URL=mongodb+srv://db/nacos",
                "spring.application.name=polaris",
                "SPRING_APPLICATION_NAME=eureka",
                "ETCD_ENDPOINTS=http://etcd:2379",
                "RESEARCH_CONSULTANT=consultants"
            })
    void whatReadsOnlyIsNoRegistry(String variable) {
        assertThat(registries(variable)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONSUL_HTTP_ADDR=consul:8500", "CONSUL_HTTP_ADDR=consul.service.consul:8500"})
    void anAddressForConsulsOwnClientsIsNoRegistryYet(String variable) {
        assertThat(registries(variable)).isEmpty();
        assertThat(found(Kind.REGISTRY_ADDRESS, variable)).containsExactly(SharedSystem.CONSUL_CLIENT);
        assertThat(found(Kind.REGISTRY_ADDRESS, variable, "SPRING_CLOUD_CONSUL_DISCOVERY_REGISTER=false"))
                .isEmpty();
        assertThat(registries(variable, "CONSUL_SERVICE_NAME=pricing")).containsExactly(SharedSystem.CONSUL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRON_EXPRESSION=0 0 * * *", "JOBS_SCHEDULE=5m", "REPORT_SCHEDULING_ENABLED=true"})
    void findsSchedules(String variable) {
        assertThat(found(Kind.SCHEDULER, variable)).containsExactly(SharedSystem.CRON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCHEDULER_URL=http://scheduler:8080",
                "DELIVERY_SCHEDULE_HOST=scheduling",
                "SCHEDULING_SERVICE_ADDR=schedules:50051",
                "JAVA_TOOL_OPTIONS=-Dreactor.schedulers.defaultPoolSize=8"
            })
    void whereSomebodyElseSchedulesIsNoSchedule(String variable) {
        assertThat(found(Kind.SCHEDULER, variable)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KAFKA_BROKERS=kafka:9092", "SOLR_ZK_HOST=zk", "HBASE_ROOT=/hbase"})
    void addressesOfZooKeeperAreThereForWhatUsesIt(String variable) {
        assertThat(registries("ZOOKEEPER_HOST=zk:2181", variable)).isEmpty();
        assertThat(registries("SPRING_CLOUD_ZOOKEEPER_CONNECT_STRING=zk:2181", variable))
                .containsExactly(SharedSystem.ZOOKEEPER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_SSL_ENABLED=false",
                "KAFKA_TLS_ENABLED=false",
                "MANAGEMENT_HEALTH_KAFKA_ENABLED=false",
                "KAFKA_METRICS_ENABLED=false"
            })
    void aQueueStaysWithoutItsEncryption(String variable) {
        assertThat(found(Kind.QUEUE, "KAFKA_BROKERS=kafka:9092", variable)).containsExactly(SharedSystem.KAFKA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KAFKA_ENABLED=false", "APP_KAFKA_CONSUMER_ENABLED=off"})
    void aQueueIsSwitchedOffByItsName(String variable) {
        assertThat(found(Kind.QUEUE, "KAFKA_BROKERS=kafka:9092", variable)).isEmpty();
    }

    private static List<SharedSystem> registries(String... variables) {
        return found(Kind.REGISTRY, variables);
    }

    private static List<SharedSystem> found(Kind kind, String... variables) {
        List<WorkloadHint> hints =
                Stream.of(variables).map(SharedSystemTests::variable).toList();
        return Arrays.stream(SharedSystem.values())
                .filter(system -> system.kind() == kind)
                .filter(system -> system.foundIn(hints))
                .toList();
    }

    private static WorkloadHint variable(String text) {
        String[] parts = text.split("=", 2);
        return new WorkloadHint("env " + parts[0], Origin.VARIABLE, parts[0], parts[1]);
    }
}
