// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts for quotas, by pkg/quota/v1/evaluator/core. */
class QuotaUsageTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:30Z");

    private static final String POD = """
            {spec:{overhead:{cpu:'50m',memory:'10Mi'},
             initContainers:[
              {name:'a',resources:{requests:{cpu:'2'}}},
              {name:'s',restartPolicy:'Always',resources:{requests:{cpu:'100m',memory:'1Gi'},limits:{cpu:'200m'}}},
              {name:'b',resources:{requests:{cpu:'1950m'}}}],
             containers:[
              {name:'m',resources:{requests:{cpu:'1',memory:'1Gi','hugepages-2Mi':'4Mi','example.org/gpu':'2'},
               limits:{cpu:'1','hugepages-2Mi':'4Mi','example.org/gpu':'2'}}},
              {name:'n',resources:{requests:{cpu:'500m'}}}]}}
            """;

    @ParameterizedTest
    @CsvSource({
        "pods, 1",
        "count/pods, 1",
        "cpu, 2100m", // the last of the first containers runs beside the sidecar: 1950m and 100m, and 50m for the pod
        "requests.cpu, 2100m",
        "limits.cpu, 1250m",
        "requests.memory, 2058Mi",
        "limits.memory, 0", // nothing is bounded, so neither is the overhead
        "hugepages-2Mi, 4Mi",
        "requests.hugepages-2Mi, 4Mi",
        "requests.example.org/gpu, 2",
        "requests.ephemeral-storage, 0"
    })
    void a_pod_uses_what_it_needs_at_its_peak(String limit, String used) {
        assertThat(used(limit, POD)).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({"requests.cpu, 1", "limits.cpu, 3", "requests.memory, 1Gi", "requests.example.org/gpu, 1"})
    void what_a_pod_says_as_a_whole_replaces_what_its_containers_say(String limit, String used) {
        String pod = """
                {spec:{resources:{requests:{cpu:'1'},limits:{cpu:'3','example.org/gpu':'9'}},
                 containers:[{name:'m',resources:{requests:{cpu:'5',memory:'1Gi','example.org/gpu':'1'}}}]}}
                """;

        assertThat(used(limit, pod)).isEqualTo(used);
        assertThat(PodUsage.silent("limits.memory", json(pod).path("spec"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "requests.cpu, 'first,second'",
        "memory, 'first,main,second'",
        "limits.memory, 'first,main,second'",
        "requests.ephemeral-storage, ''",
        "hugepages-2Mi, ''",
        "requests.storage, ''",
        "pods, ''"
    })
    void only_processor_and_memory_have_to_be_stated_by_every_container(String limit, String silent) {
        String pod = """
                {spec:{initContainers:[{name:'second'},{name:'first'}],
                 containers:[{name:'main',resources:{requests:{cpu:'1'}}}]}}
                """;

        assertThat(String.join(",", PodUsage.silent(limit, json(pod).path("spec"))))
                .isEqualTo(silent);
    }

    @ParameterizedTest
    @CsvSource({
        "status:{phase:'Running'}, true",
        "status:{phase:'Succeeded'}, false",
        "status:{phase:'Failed'}, false",
        "'metadata:{deletionTimestamp:''2026-01-01T00:00:00Z'',deletionGracePeriodSeconds:30}', true",
        "'metadata:{deletionTimestamp:''2026-01-01T00:00:00Z'',deletionGracePeriodSeconds:29}', false",
        "metadata:{deletionTimestamp:'2026-01-01T00:00:00Z'}, true"
    })
    void a_pod_that_has_ended_or_should_be_gone_is_an_object_only(String state, boolean charged) {
        String pod = "{spec:{containers:[{name:'m',resources:{requests:{cpu:'1'}}}]},%s}".formatted(state);

        assertThat(used("count/pods", pod)).isEqualTo("1");
        assertThat(used("pods", pod)).isEqualTo(charged ? "1" : "0");
        assertThat(used("requests.cpu", pod)).isEqualTo(charged ? "1" : "0");
    }

    @ParameterizedTest
    @CsvSource({
        "type:'ClusterIP', 0, 0",
        "type:'NodePort', 2, 0",
        "type:'LoadBalancer', 2, 1",
        "'type:''LoadBalancer'',allocateLoadBalancerNodePorts:false', 1, 1",
        "type:'ExternalName', 0, 0"
    })
    void a_service_uses_a_port_of_the_nodes_for_each_of_its_own(String spec, String nodePorts, String loadBalancers) {
        String service = "{spec:{%s,ports:[{port:80,nodePort:30080},{port:81,nodePort:0}]}}".formatted(spec);

        assertThat(used("services.nodeports", service)).isEqualTo(nodePorts);
        assertThat(used("services.loadbalancers", service)).isEqualTo(loadBalancers);
        assertThat(used("services", service)).isEqualTo("1");
        assertThat(used("count/services", service)).isEqualTo("1");
    }

    @Test
    void a_claim_uses_what_it_asks_for_of_its_class() {
        String claim = """
                {spec:{storageClassName:'gold',resources:{requests:{storage:'1500m'}}},
                 status:{allocatedResources:{storage:'1'}}}
                """;
        String enlarged = claim.replace("storage:'1'", "storage:'3Gi'");

        assertThat(used("persistentvolumeclaims", claim)).isEqualTo("1");
        assertThat(used("requests.storage", claim)).isEqualTo("2");
        assertThat(used("requests.storage", enlarged)).isEqualTo("3Gi");
        assertThat(used("gold.storageclass.storage.k8s.io/requests.storage", claim))
                .isEqualTo("2");
        assertThat(used("gold.storageclass.storage.k8s.io/persistentvolumeclaims", claim))
                .isEqualTo("1");
        assertThat(used("tin.storageclass.storage.k8s.io/requests.storage", claim))
                .isEqualTo("0");
        assertThat(used("tin.storageclass.storage.k8s.io/persistentvolumeclaims", claim))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "count/jobs.batch, jobs.batch",
        "configmaps, configmaps",
        "services.nodeports, services",
        "limits.ephemeral-storage, pods",
        "requests.hugepages-1Gi, pods",
        "requests.example.org/gpu, pods",
        "gold.storageclass.storage.k8s.io/requests.storage, persistentvolumeclaims",
        "limits.example.org/gpu, ''",
        "example.org/gpu, ''",
        "limits.hugepages-1Gi, ''",
        "requests.kubernetes.io/thing, ''",
        "services.other, ''",
        "deployments, ''"
    })
    void a_limit_is_about_one_resource_or_about_nothing_known(String limit, String source) {
        assertThat(QuotaUsage.source(limit)).isEqualTo(source);
    }

    private static String used(String limit, String object) {
        return QuotaUsage.of(limit, json(object), NOW).toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
