// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.environment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a container's requests and limits; a limit that is not set is what the node has.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef.
 */
public final class ContainerResources {

    private final Container container;
    private final Map<String, Quantity> node;

    public ContainerResources(Container container, Map<String, Quantity> node) {
        this.container = container;
        this.node = node;
    }

    /** Returns the value of a {@code resourceFieldRef}, rounded up to whole divisors. */
    public String value(String resource, @Nullable Quantity divisor) throws ContainerConfigException {
        int dot = resource.indexOf('.');
        if (dot < 0) {
            throw new ContainerConfigException("Unsupported container resource : " + resource);
        }
        String name = resource.substring(dot + 1);
        Quantity quantity = switch (resource.substring(0, dot)) {
            case "limits" -> limit(name);
            case "requests" -> request(name);
            default -> throw new ContainerConfigException("Unsupported container resource : " + resource);
        };
        BigDecimal unit = divisor == null ? BigDecimal.ZERO : amount(divisor);
        return amount(quantity)
                .divide(unit.signum() == 0 ? BigDecimal.ONE : unit, 0, RoundingMode.CEILING)
                .toPlainString();
    }

    private Quantity limit(String name) {
        Quantity own =
                container.getResources() == null || container.getResources().getLimits() == null
                        ? null
                        : container.getResources().getLimits().get(name);
        return own != null ? own : node.getOrDefault(name, new Quantity("0"));
    }

    private Quantity request(String name) {
        Quantity own =
                container.getResources() == null || container.getResources().getRequests() == null
                        ? null
                        : container.getResources().getRequests().get(name);
        return own != null ? own : new Quantity("0");
    }

    private static BigDecimal amount(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }
}
