"""Durable work: jobs of many articles that survive any crash, and the webhooks that tell of them.

An article of a job goes this way:

    api.jobs.accept_job, store.jobs.accept    it is in the database, and the client has its answer
    lazy_worker.LazyWorker                    starts DBOS in a service with the first job (executor.work_on_queue)
    executor.Feeder, workflows.enqueue_batch  four articles are one workflow, in the queue of their job
    workflows.work_on_batch, slots.Slots      each article waits for a slot of its process
    worker.Worker.settle_article              it is briefed by `Service.fulfil`, and what came of it is recorded once
    workflows.announce, webhooks.Webhooks     an event is sent, and sent again until it is taken

`newsbrief worker`, `batch` and `watch` begin at `executor.work_on_queue`, with a worker of their own.
"""
