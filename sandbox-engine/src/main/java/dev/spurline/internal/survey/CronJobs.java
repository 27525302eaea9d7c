/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.survey;

import dev.spurline.internal.survey.Survey.Unread;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads CronJobs, which concern only those sandboxes that fork one: others need no right to list them. */
public final class CronJobs {

    private final List<CronJob> found = new ArrayList<>();
    private final List<Unread> missing = new ArrayList<>();

    private CronJobs() {}

    /**
     * Reads those of some namespaces.
     *
     * @param client reaches the cluster
     * @param permit tells whether they may be read
     * @param namespaces where
     */
    public static CronJobs read(KubernetesClient client, Permit permit, Collection<String> namespaces) {
        CronJobs all = new CronJobs();
        namespaces.forEach(namespace -> all.read(client, permit, namespace));
        return all;
    }

    private void read(KubernetesClient client, Permit permit, String namespace) {
        if (!permit.granted("list", "batch", "cronjobs", namespace)) {
            missing.add(new Unread("CronJob", namespace, "no permission to list it"));
            return;
        }
        try {
            found.addAll(
                    client.batch().v1().cronjobs().inNamespace(namespace).list().getItems());
        } catch (KubernetesClientException e) {
            missing.add(new Unread("CronJob", namespace, String.valueOf(e.getCode())));
        }
    }

    /** Returns a survey that knows them. */
    public Survey in(Survey survey) {
        return survey.plus(found, missing);
    }
}
