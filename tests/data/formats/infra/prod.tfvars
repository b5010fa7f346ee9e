# production
region        = "eu-central-1"
desired_count = 4
cpu           = 512
memory_mib    = 1024 // per task
zones         = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
multi_az      = true
alarm = {
  cpu_percent : 80,
  periods     = 5
}
db = { class = "db.t4g.medium", allocated_storage_gb = 100, backup_days = 14 }
price_per_hour = 0.02469
/* the name is made of others */
bucket = "parcel-${var.env}"
