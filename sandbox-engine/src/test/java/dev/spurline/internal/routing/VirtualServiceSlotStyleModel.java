// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import java.util.List;
import java.util.Random;

/** VirtualServices with a slot for sandboxes before their own rules, in the right place nearly always. */
final class VirtualServiceSlotStyleModel extends VirtualServiceModel {

    @Override
    public RouteWriter writer(Random random, ServiceMesh mesh, List<Integer> ports) {
        VirtualServiceRandom objects = new VirtualServiceRandom(random, ports);
        return (namespace, service, created) ->
                objects.withSlot(objects.object(namespace, service, created, "{}"), service);
    }
}
