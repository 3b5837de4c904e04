-- sampel
CREATE TABLE warga (nik varchar(16), nama text);
INSERT INTO warga VALUES ('3399014101900001','SITI');
