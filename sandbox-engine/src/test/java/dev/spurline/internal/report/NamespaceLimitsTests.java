// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Workload;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.LimitRangeItemBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A quota has room for each part of a sandbox, but not for all of them. */
class NamespaceLimitsTests {

    private static final Workload CART = Workload.parse("cart");
    private static final Workload PRICING = Workload.parse("pricing");

    private static PodSpec pod(String memory) {
        return new PodSpecBuilder()
                .addNewContainer()
                .withName("app")
                .withNewResources()
                .addToRequests("memory", new Quantity(memory))
                .endResources()
                .endContainer()
                .build();
    }

    private static ResourceQuota quota(String limited, String used, String hard) {
        return new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("compute")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .addToHard(limited, new Quantity(hard))
                .endSpec()
                .withNewStatus()
                .addToHard(limited, new Quantity(hard))
                .addToUsed(limited, new Quantity(used))
                .endStatus()
                .build();
    }

    private static List<String> together(ResourceQuota quota, Map<String, Long> objects, String... memory) {
        NamespaceLimits limits = new NamespaceLimits(List.of(quota), List.of());
        Map<Workload, PodDemand> pods = new LinkedHashMap<>();
        pods.put(CART, limits.demand(pod(memory[0]), Optional.empty()));
        pods.put(PRICING, limits.demand(pod(memory[1]), Optional.empty()));
        return limits.refusalsTogether(pods, objects);
    }

    private static List<String> range(LimitRangeItem item) {
        LimitRange range = new LimitRangeBuilder()
                .withNewMetadata()
                .withName("sizes")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withLimits(item)
                .endSpec()
                .build();
        NamespaceLimits limits = new NamespaceLimits(List.of(), List.of(range));
        PodSpec two = new PodSpecBuilder(pod("300Mi"))
                .addNewContainer()
                .withName("helper")
                .withNewResources()
                .addToRequests("memory", new Quantity("200Mi"))
                .addToLimits("memory", new Quantity("250Mi"))
                .endResources()
                .endContainer()
                .build();
        return limits.refusals(CART, limits.demand(two, Optional.empty()));
    }

    private static LimitRangeItemBuilder podItem() {
        return new LimitRangeItemBuilder().withType("Pod");
    }

    @Test
    void aLimitRangeOfPodsIsHeldAgainstAllContainersTogether() {
        assertThat(range(podItem().addToMin("memory", new Quantity("500Mi")).build()))
                .isEmpty();
        assertThat(range(podItem().addToMin("memory", new Quantity("501Mi")).build()))
                .containsExactly(
                        "The pod of a fork of deployment/cart would not be made: its containers together have a request of [500Mi] for [memory], and LimitRange [shop/sizes] wants at least [501Mi]. Set it in the fork with patch");
        assertThat(range(podItem().addToMax("memory", new Quantity("249Mi")).build()))
                .containsExactly(
                        "The pod of a fork of deployment/cart would not be made: its containers together have a limit of [250Mi] for [memory], and LimitRange [shop/sizes] wants at most [249Mi]. Set it in the fork with patch");
        assertThat(range(podItem().addToMax("memory", new Quantity("250Mi")).build()))
                .isEmpty();
        assertThat(range(podItem().addToMax("cpu", new Quantity("1")).build()))
                .containsExactly(
                        "The pod of a fork of deployment/cart would not be made: its containers together have a limit of [none] for [cpu], and LimitRange [shop/sizes] wants at most [1]. Set it in the fork with patch");
    }

    @Test
    void podsThatFitAloneExceedAQuotaTogether() {
        assertThat(together(quota("requests.memory", "64Mi", "160Mi"), Map.of(), "64Mi", "48Mi"))
                .containsExactly(
                        "The pods of forks of [deployment/cart, deployment/pricing] would not all be made: together they want [112Mi] of [requests.memory], and ResourceQuota [shop/compute] leaves [96Mi] ([64Mi] of [160Mi] are used). Free some, raise the quota, or let the forks want less with patch");
        assertThat(together(quota("pods", "8", "9"), Map.of(), "64Mi", "48Mi"))
                .containsExactly(
                        "The pods of forks of [deployment/cart, deployment/pricing] would not all be made: together they want [2] of [pods], and ResourceQuota [shop/compute] leaves [1] ([8] of [9] are used). Free some, raise the quota, or let the forks want less with patch");
    }

    @Test
    void whatFitsTogetherOrIsTooMuchAloneIsNotTold() {
        assertThat(together(quota("requests.memory", "64Mi", "176Mi"), Map.of(), "64Mi", "48Mi"))
                .isEmpty();
        assertThat(together(quota("requests.memory", "64Mi", "100Mi"), Map.of(), "64Mi", "16Mi"))
                .isEmpty();
        assertThat(together(quota("pods", "9", "9"), Map.of(), "64Mi", "48Mi")).isEmpty();
    }

    @Test
    void objectsThatFitAloneExceedAQuotaTogether() {
        Map<String, Long> objects = Map.of("services", 2L, "deployments.apps", 2L);

        assertThat(together(quota("count/deployments.apps", "3", "4"), objects, "1Mi", "1Mi"))
                .containsExactly(
                        "Not all [2] objects would be made: together they want [2] of [count/deployments.apps], and ResourceQuota [shop/compute] leaves [1] ([3] of [4] are used). Free some, raise the quota, or fork less in one sandbox");
        assertThat(together(quota("services", "3", "4"), objects, "1Mi", "1Mi")).hasSize(1);
        assertThat(together(quota("services", "4", "4"), objects, "1Mi", "1Mi")).isEmpty();
        assertThat(together(quota("services", "2", "4"), objects, "1Mi", "1Mi")).isEmpty();
    }

    /** Kubernetes lets a quota be lowered below what is used. */
    @Test
    void aQuotaThatIsOverdrawnIsNoMatterOfAllTogether() {
        assertThat(together(quota("services", "5", "4"), Map.of("services", 2L), "1Mi", "1Mi"))
                .isEmpty();
        assertThat(together(quota("requests.cpu", "5", "4"), Map.of(), "1Mi", "1Mi"))
                .isEmpty();
    }
}
